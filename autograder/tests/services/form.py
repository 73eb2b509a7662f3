"""form.py: do files have the forms that services publish?

For each line "KIND FILE" it says "ok", or what is wrong, on one line. The forms are the JSON
Schemas and the RELAX NG beside this; what those can't say is here. One process for all:
starting Python costs more than any check.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema

HERE = Path(__file__).parent


class Wrong(Exception):
    """What is wrong with a file."""


def refuse(what):
    raise Wrong(what)


def result(text):
    """A result document of ours."""
    schema = json.loads((HERE / "../../../docs/result.schema.json").read_text())
    errors = list(jsonschema.Draft202012Validator(schema).iter_errors(json.loads(text)))
    if errors:
        refuse(errors[0].message[:500])


def by_schema(kind, value):
    schema = json.loads((HERE / f"{kind}.schema.json").read_text())
    errors = sorted(jsonschema.Draft202012Validator(schema).iter_errors(value), key=str)
    if errors:
        refuse("\n".join(f"{list(e.absolute_path)}: {e.message[:200]}" for e in errors[:5]))


def gradescope(text):
    by_schema("gradescope", json.loads(text))


def prairielearn(text):
    by_schema("prairielearn", json.loads(text))
    if len(text.encode()) > 1_000_000:
        refuse("more than 1 MB")


def autolab(text):
    """Only the last two lines are JSON objects: a third could be taken for one of them."""
    lines = text.rstrip("\n").split("\n")
    by_schema("autolab", [json.loads(line) for line in lines[-2:]])
    if any(line.startswith("{") for line in lines[:-2]):
        refuse("a line of the feedback begins like JSON")


def classroom50(text):
    result = json.loads(text)
    by_schema("classroom50", result)
    for one in [result, *result["tests"]]:
        if one["score"] > one["max-score"]:
            refuse(f"{one['score']} of {one['max-score']}")


def sarif(text):
    log = json.loads(text)
    by_schema("sarif", log)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            refuse(f"{result['ruleId']} is not the rule of its number")


def junit(text):
    """The sums of a suite are those of its cases."""
    said = subprocess.run(["xmllint", "--noout", "--relaxng", HERE / "junit.rng", "-"],
                          input=text.encode(), capture_output=True, check=False)
    if said.returncode != 0:
        refuse(said.stderr.decode()[:1000])
    for suite in re.findall(r"<testsuite .*?</testsuite>", text, re.S):
        for word, tag in [("tests", "testcase"), ("failures", "failure"),
                          ("errors", "error"), ("skipped", "skipped")]:
            says = int(re.search(rf'{word}="(\d+)"', suite).group(1))
            if says != len(re.findall(rf"<{tag}[ >]", suite)):
                refuse(f"{word}={says} is not what stands in the suite")


def annotations(text):
    """Each line is one command, and at most ten are of a level."""
    levels = []
    for line in text.splitlines():
        found = re.fullmatch(r"::(error|warning|notice) ((?:\w+=[^,:]*,)*\w+=[^,:]*)::[^\r\n]*", line)
        if not found:
            refuse(f"no command: {line[:200]}")
        levels.append(found.group(1))
    if any(levels.count(level) > 10 for level in levels):
        refuse("more than ten of a level")


def github(text):
    if not text.startswith("<!-- grade -->\n"):
        refuse("no mark at the beginning")
    if len(text) > 65536:
        refuse("more than a comment can hold")
    if text.count("<details>") != text.count("</details>"):
        refuse("details are not closed")


def judge(kind, path):
    try:
        globals()[kind](Path(path).read_text(encoding="utf-8"))
    except (Wrong, OSError, ValueError) as wrong:
        return " ".join(f"{type(wrong).__name__} {wrong}".split())
    return "ok"


if __name__ == "__main__":
    for line in sys.stdin:
        print(judge(*line.rstrip("\n").split(" ", 1)), flush=True)
