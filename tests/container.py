"""What a Dockerfile says, done without a Docker engine: its commands as they stand, in file systems of their own.

Each stage is an overlay over this machine's root, mounted in a namespace that nobody else sees and that goes with its
last process. So it is this machine's Python in the place of the image's, and everything else is as the file says.
"""

import json
import re
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

PASSED_ON = ("PIP_CERT", "PIP_DEFAULT_TIMEOUT", "SSL_CERT_FILE", "http_proxy", "https_proxy", "no_proxy")
"""What a build gets of this machine's environment: how packages are reached from here."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """A line: `COPY`, and all that stands behind it."""

    name: str
    value: str

    @property
    def words(self) -> list[str]:
        """What stands behind it: as words, or the parts of its JSON."""
        return list(map(str, json.loads(self.value))) if self.value.startswith("[") else shlex.split(self.value)


@dataclass(slots=True)
class Stage:
    name: str
    base: str
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, name: str) -> list[Instruction]:
        return [each for each in self.instructions if each.name == name]

    def last(self, name: str) -> Instruction:
        return self.all(name)[-1]

    @property
    def environment(self) -> dict[str, str]:
        return dict(word.split("=", 1) for each in self.all("ENV") for word in each.words)


def read_dockerfile(text: str) -> list[Stage]:
    """The stages, in their order. Lines that end with a backslash go on; comments are left out."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    stages: list[Stage] = []
    for line in filter(None, map(str.strip, joined.splitlines())):
        name, _, value = line.partition(" ")
        if name == "FROM":
            base, _, label = value.partition(" AS ")
            stages.append(Stage(label, base))
        else:
            stages[-1].instructions.append(Instruction(name, value.strip()))
    return stages


def build_script(stages: list[Stage], source: Path) -> str:
    """A shell script that does what the stages say, below the folder `$T`, from the files in `source`."""
    lines = ["set -eu", 'mount -t tmpfs tmpfs "$T"']
    for number, stage in enumerate(stages):
        lines += begin(number)
        folder, environment = "/", {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"}
        for each in stage.instructions:
            if each.name == "ENV":
                environment |= dict(word.split("=", 1) for word in each.words)
            elif each.name == "WORKDIR":
                folder = each.value
                lines.append(f'mkdir -p "$T/{number}/root{folder}"')
            elif each.name == "COPY":
                lines.append(copy(each, [other.name for other in stages], number, folder, source))
            elif each.name == "RUN":
                lines.append(f"{entered(number, environment)} sh -euc {shlex.quote(f'cd {folder}; {each.value}')}")
    return "\n".join(lines)


def begin(number: int) -> list[str]:
    at = f"$T/{number}"
    return [
        f'mkdir -p "{at}/upper" "{at}/work" "{at}/root"',
        f'mount -t overlay overlay -o "lowerdir=/,upperdir={at}/upper,workdir={at}/work" "{at}/root"',
        f'mount --rbind /dev "{at}/root/dev"; mount -t proc proc "{at}/root/proc"',
    ]


def entered(number: int, environment: dict[str, str]) -> str:
    passed = " ".join(f'{name}="${{{name}:-}}"' for name in PASSED_ON)
    own = " ".join(shlex.quote(f"{name}={value}") for name, value in environment.items())
    return f'chroot "$T/{number}/root" env -i {passed} {own}'


def copy(each: Instruction, stages: list[str], number: int, folder: str, source: Path) -> str:
    words = each.words
    *names, target = [word for word in words if not word.startswith("--")]
    wanted = [word.partition("=")[2] for word in words if word.startswith("--from=")]
    origin = f'"$T/{stages.index(wanted[0])}/root"' if wanted else shlex.quote(f"{source}/")
    into = target if target.startswith("/") else f"{folder}/{target}".replace("/./", "/")
    return f'cp -a {" ".join(origin + name for name in names)} "$T/{number}/root{into}"'


def run_script(stage: Stage, number: int, commands: list[list[str]]) -> str:
    """Shell lines that run commands as compose.yaml lets the image run: as its user, with nothing but /data, /tmp and
    no capability. Each prints its number and its exit code."""
    root = f"$T/{number}/root"
    user = stage.last("USER").value.partition(":")[0]
    lines = [
        "set +e",
        f'mount -t tmpfs -o mode=1777 tmpfs "{root}/tmp"',
        f'mkdir -p "$T/data"; chown {user}:{user} "$T/data"; chmod 750 "$T/data"',
        f'mount --bind "{root}" "{root}"; mount --bind "$T/data" "{root}/data"; mount -o remount,bind,ro "{root}"',
        f'mount -t tmpfs -o mode=1777 tmpfs "{root}/tmp"; mount --rbind /dev "{root}/dev"; mount -t proc proc "{root}/proc"',
    ]  # fmt: skip
    become = f"setpriv --reuid={user} --regid={user} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all"
    for which, command in enumerate(commands):
        inside = f"cd {stage.last('WORKDIR').value} && exec {shlex.join(command)}"
        lines.append(f"{entered(number, stage.environment)} {become} sh -c {shlex.quote(inside)}")
        lines.append(f'echo "== {which} ended with $?"')
    return "\n".join(lines)


def alone(script: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script as root, with mounts that nobody else sees."""
    return subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--propagation", "private", "bash", "-c", script],
        env=environment | {"T": str(folder)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
