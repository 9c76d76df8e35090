/** What opens over the page: commands, help, settings, notices, a file to open. */
import { said } from "../views/sentence.rows";
import { FaultMenu } from "../views/Stepping";
import { Chooser } from "../parts/Chooser";
import { Dialog } from "../parts/Dialog";
import { COMMANDS, named } from "./commands";
import { dialog } from "./dialog";
import { LinkDialog } from "./LinkDialog";
import { Opener } from "./Opener";
import { RunAgain } from "./RunAgain";
import { notices } from "./reading";
import { steps, step } from "./state";
import { comfortable, kept, singleKeys, theme, type Theme } from "./settings";

const close = () => { dialog.value = null; };

function Palette() {
  const choices = COMMANDS.map((command, index) => ({ id: String(index), title: command.title, keys: command.keys }));
  return (
    <Chooser id="palette" label="Command" none="No command has this name." choices={() => choices} named={named}
      pick={(id) => { close(); COMMANDS[Number(id)]?.run(); }} />
  );
}

function Help() {
  return (
    <>
      <p>Every mark is a step, a check or a figure of a run that was computed. Select a step and press <kbd>h</kbd> to see what caused it.</p>
      <table>
        <thead><tr><th scope="col">Keys</th><th scope="col">What they do</th></tr></thead>
        <tbody>
          {COMMANDS.filter((command) => command.keys.length > 0).map((command) => (
            <tr key={command.title}><td>{command.keys.map((key) => <kbd key={key}>{named(key)}</kbd>)}</td><td>{command.title}</td></tr>
          ))}
        </tbody>
      </table>
      <p>In lists and trees arrows move, Enter acts, Space marks. Lines between the parts move with arrows, Enter puts them back.</p>
    </>
  );
}

const THEMES: readonly (readonly [Theme, string])[] = [["system", "as the system"], ["light", "light"], ["dark", "dark"]];

function Settings() {
  return (
    <>
      <fieldset>
        <legend>Theme</legend>
        {THEMES.map(([id, name]) => (
          <label key={id}><input type="radio" name="theme" checked={theme.value === id} onChange={() => { theme.value = id; }} /> {name}</label>
        ))}
      </fieldset>
      <label>
        <input type="checkbox" checked={singleKeys.value} onChange={(event) => { singleKeys.value = event.currentTarget.checked; }} />
        {" "}single keys are commands; off: letters jump in lists
      </label>
      <fieldset>
        <legend>Rows of lists</legend>
        <label><input type="radio" name="rows" checked={!comfortable.value} onChange={() => { comfortable.value = false; }} /> compact</label>
        <label><input type="radio" name="rows" checked={comfortable.value} onChange={() => { comfortable.value = true; }} /> comfortable</label>
      </fieldset>
      {!kept.value && <p class="quiet">This browser keeps no settings here: they last for this page.</p>}
    </>
  );
}

function Notices() {
  const all = kept.value ? notices.value : [...notices.value, "Settings are not kept here: they last for this page."];
  if (all.length === 0) return <p>No notices: everything in the file could be read.</p>;
  return <ul class="notices">{all.map((text) => <li key={text}>{text}</li>)}</ul>;
}

function faultTitle(): string {
  const at = steps.value?.row(step.value) ?? -1;
  const here = steps.value?.at(at);
  return here === undefined ? "Fault at the start" : `Fault at step ${at + 1}: ${said(here)}`;
}

export function Dialogs() {
  switch (dialog.value) {
    case "palette": return <Dialog title="Commands" close={close}><Palette /></Dialog>;
    case "help": return <Dialog title="Help" close={close}><Help /></Dialog>;
    case "settings": return <Dialog title="Settings" close={close}><Settings /></Dialog>;
    case "notices": return <Dialog title="Notices" close={close}><Notices /></Dialog>;
    case "link": return <Dialog title="Link" close={close}><LinkDialog close={close} /></Dialog>;
    case "rerun": return <Dialog title="Run again" close={close}><RunAgain close={close} /></Dialog>;
    case "open": return <Dialog title="Open a file" close={close}><Opener done={close} /></Dialog>;
    case "fault": return <Dialog title={faultTitle()} close={close}><FaultMenu close={close} /></Dialog>;
    case null: return null;
  }
}
