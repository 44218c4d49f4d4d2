"""Types lines and a tab into a zsh on a pseudo-terminal and checks what the line becomes or what is listed."""

import os
import pty
import re
import select
import sys

READY = "READY>"
SECONDS = 60


class Shell:
    def __init__(self):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="dumb", PS1=READY, COLUMNS="200")
            os.execvp("zsh", ["zsh", "-f", "-i"])
        self.seen = ""
        self.until(READY)
        self.command("unsetopt zle_bracketed_paste prompt_sp; setopt no_beep list_packed; stty cols 200")
        self.command("fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -u -D")
        # Accepting a line prints it instead of running it.
        self.command("show-line() { print -r -- \"LINE[$BUFFER]\"; BUFFER=; zle accept-line }; zle -N show-line")
        self.command("bindkey '^Xg' show-line; zstyle ':completion:*' list-prompt ''")

    def until(self, text):
        """Waits until the shell has printed `text`; gives all before it."""
        while text not in self.seen:
            if not select.select([self.terminal], [], [], SECONDS)[0]:
                sys.exit(f"failed: zsh printed no {text!r} but {self.seen!r}")
            self.seen += os.read(self.terminal, 65536).decode(errors="replace")
        before, self.seen = self.seen.split(text, 1)
        return before

    def command(self, text):
        os.write(self.terminal, (text + "; print DO''NE\n").encode())
        self.until("DONE")
        self.until(READY)

    def complete(self, line):
        """The line after one tab, and what was listed meanwhile."""
        os.write(self.terminal, (line + "\t\x18g").encode())
        listed = self.until("LINE[")
        completed = self.until("]")
        self.until(READY)
        return completed, listed


def main():
    shell = Shell()
    completions = {
        "perisphere im": "perisphere image ",
        "perisphere image sh": "perisphere image show ",
        "perisphere image verify --tr": "perisphere image verify --trust-store=",
        "perisphere image verify --trust-store o": "perisphere image verify --trust-store other.pem ",
        "perisphere image show s": "perisphere image show some.imagepackage ",
        "perisphere image extract some.imagepackage fol": "perisphere image extract some.imagepackage folder/",
        "perisphere completion f": "perisphere completion fish ",
        "perisphere hardware generate-header --include-style b":
            "perisphere hardware generate-header --include-style bare ",
        "perisphere image pack-board-config --preset l":
            "perisphere image pack-board-config --preset lan-enc28j60-isu0-int5 ",
        "perisphere new --board seeed": "perisphere new --board seeed_mt3620_mdb ",
        "perisphere sim start -b my": "perisphere sim start -b my_board.json ",
        "perisphere sim get --device be": "perisphere sim get --device bench ",
        "perisphere sim set -d bench SW1.p": "perisphere sim set -d bench SW1.pressed ",
        "perisphere sim get -d bench D1.redL": "perisphere sim get -d bench D1.redLit ",
        "perisphere sim set --device=other BUTTON_A.p": "perisphere sim set --device=other BUTTON_A.pressed ",
        "perisphere sim fault inject -d other brown": "perisphere sim fault inject -d other brown-out ",
        "perisphere sim set SW1.p": "perisphere sim set SW1.p",  # of which of the two?
    }
    for line, expected in completions.items():
        completed, listed = shell.complete(line)
        if completed.rstrip() != expected.rstrip():
            sys.exit(f"failed: {line!r} becomes {completed!r} and not {expected!r}; listed: {listed!r}")
    lists = {
        "perisphere ": ["completion", "hardware", "image", "manifest"],
        "perisphere image ": ["extract", "pack", "pack-board-config", "show", "verify"],
        "perisphere completion ": ["bash", "fish", "zsh"],
        "perisphere app log --device ": ["bench", "other"],
    }
    for line, words in lists.items():
        _, listed = shell.complete(line)
        missing = [word for word in words if not re.search(rf"\b{re.escape(word)}\b", listed.split(line, 1)[1])]
        if missing:
            sys.exit(f"failed: {line!r} does not list {missing}: {listed!r}")


main()
