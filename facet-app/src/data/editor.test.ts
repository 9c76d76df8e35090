import { expect, test } from "vitest";
import { editorAddress } from "./editor";

const template = "vscode://file/home/me/shop/{path}:{line}:{column}";
const place = (path: string, line = 3, column = 5) => ({ path, line, column });

test("a place is put into the template", () => {
  expect(editorAddress(template, place("specs/order.moment"))).toBe("vscode://file/home/me/shop/specs/order.moment:3:5");
  expect(editorAddress("idea://open?file=/p/{path}&line={line}", place("a&b {line}.moment", 2, 0))).toBe("idea://open?file=/p/a%26b%20%7Bline%7D.moment&line=2");
});

test("only places of the project have an address", () => {
  for (const path of ["", "/etc/passwd", "../a.moment", "specs/../../a", "C:\\a", "c:/a", "a\nb", "\\\\host\\a"]) expect(editorAddress(template, place(path))).toBeNull();
  expect(editorAddress(null, place("a.moment"))).toBeNull();
  expect(editorAddress(template, place("a.moment", 0))).toBeNull();
});
