/** Addresses that open a place in an editor: the template is the server's, the path is put in sign by sign. */
import type { Place } from "./payloads";

/** A path below the project, as Moment writes it. */
const isRelative = (path: string): boolean => path !== "" && !/^[/\\]|^[a-z]:|\\|[\u0000-\u001f]|(?:^|\/)\.\.(?:\/|$)/i.test(path);

/** Null where there is no editor, or the place is none of the project. */
export function editorAddress(template: string | null, { path, line, column }: Place): string | null {
  if (template === null || !isRelative(path) || line < 1) return null;
  const written = path.split("/").map(encodeURIComponent).join("/");
  return template.replaceAll(/\{(path|line|column)\}/g, (_, name: string) => (name === "path" ? written : String(name === "line" ? line : Math.max(1, column))));
}
