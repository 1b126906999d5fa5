"""Exports, read by programs that are not ours: pybtex and bibtexparser, rispy, citeproc (Node) and Python's csv; biber and
LibreOffice too, where they are installed.

    python3 tests/interop/check.py [CORPUS.jsonl]

wants `pip install pybtex bibtexparser rispy` and, for CSL-JSON, a folder with `npm install citeproc` in $CITEPROC. The
corpus is one object per line with title, abstract, id and date; without one only the awkward papers below are checked.
"""

import collections
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")

AWKWARD = [
    "=HYPERLINK(\"https://evil.example\",\"x\")", "+1+1", "-2+3", "@SUM(A1:A9)", "  =1+1 after spaces",
    "Braces {that do not close", "closing } first", "100% of $5 & #1_a ~ ^ \\ back", "Quotes \"double\" 'single' “curly”",
    "Ümläut ß ſ Ǆ 深度学习 العربية 🤖", "TY  - JOUR in a title", "ER  - ", "@misc{fake, title = {x}}", "a, b; c | d\ttab",
    "Trailing backslash \\", "Emoji 👩‍💻 with joiner", "On the of in", "2001: A Number", "<b>bold</b> & <script>",
]


def papers(corpus):
    out = []
    for n, title in enumerate(AWKWARD):
        names = ["Ada Lovelace", "Jörg and Müller, Inc.", "Ana María de la Cruz", "{Odd} O'Neil"][: n % 5]
        out.append({"title": title, "abstract": f"{title} {title}", "author_names": names or None, "authors": len(names) or None,
                    "organisation": "R&D_Lab {x}", "published": "2025-03-0%d" % (1 + n % 9), "arxiv_id": f"2501.0{1000 + n}",
                    "links": ["https://example.org/a_b?c=%7B{d}&e=#f"]})
    if corpus:
        with open(corpus, encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                out.append({"title": row["title"], "abstract": row.get("abstract"), "authors": row.get("authors_count"),
                            "published": row.get("date"), "arxiv_id": row.get("id"), "organisation": row.get("org"),
                            "comments": row.get("comments"), "upvotes": row.get("upvotes")})
    return out


def export(name, path):
    command = ["cargo", "run", "--quiet", "--example", "read", "--", "--format", name, path]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()


TEX = [("\\textbackslash{}", "\\"), ("\\textbraceleft{}", "{"), ("\\textbraceright{}", "}"), ("\\textasciitilde{}", "~"),
       ("\\textasciicircum{}", "^"), ("\\$", "$"), ("\\&", "&"), ("\\%", "%"), ("\\#", "#"), ("\\_", "_")]


def plain(tex):
    """What TeX would set."""
    pattern = "|".join(re.escape(code) for code, _ in TEX)
    return re.sub(pattern, lambda found: dict(TEX)[found.group()], tex)


def same(what, found, wanted):
    assert len(found) == len(wanted), f"{what}: {len(found)} records, expected {len(wanted)}"
    for n, (one, other) in enumerate(zip(found, wanted)):
        assert one == other, f"{what}, record {n + 1}:\n  found    {one!r}\n  expected {other!r}"
    print(f"{what}: {len(found)} as they should be")


def main():
    corpus = sys.argv[1] if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "papers.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"format": "paperdeck.papers", "version": 1, "papers": papers(corpus)}, file)
        texts = {name: export(name, path) for name in ["JSON", "BibTeX", "RIS", "CSV", "CSL-JSON"]}
    csl = json.loads(texts["CSL-JSON"])
    titles = [item["title"] for item in csl]
    abstracts = [item.get("abstract", "") for item in csl]
    keys = [item["id"] for item in csl]
    assert len(set(keys)) == len(keys), "citation keys are unique"
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", key) for key in keys), "citation keys are letters and digits"
    same("JSON", len(json.loads(texts["JSON"])["papers"]) * [0], len(titles) * [0])

    from pybtex.database import parse_string
    entries = parse_string(texts["BibTeX"], "bibtex").entries
    same("BibTeX keys, pybtex", list(entries), keys)
    strip = lambda text: text[1:-1] if text.startswith("{") and text.endswith("}") else text
    same("BibTeX titles, pybtex", [plain(strip(entry.fields["title"])) for entry in entries.values()], titles)
    same("BibTeX abstracts, pybtex", [plain(entry.fields.get("abstract", "")) for entry in entries.values()], abstracts)
    authors = [len(item.get("author", [])) for item in csl]
    same("BibTeX authors, pybtex", [len(entry.persons.get("author", [])) for entry in entries.values()], authors)

    import bibtexparser
    if hasattr(bibtexparser, "parse_string"):
        library = bibtexparser.parse_string(texts["BibTeX"])
        assert not library.failed_blocks, library.failed_blocks[:1]
        found = [(entry.key, plain(strip(entry["title"]))) for entry in library.entries]
    else:
        parser = bibtexparser.bparser.BibTexParser(common_strings=True)
        found = [(e["ID"], plain(strip(e["title"]))) for e in bibtexparser.loads(texts["BibTeX"], parser).entries]
    same("BibTeX, bibtexparser", found, list(zip(keys, titles)))

    import rispy
    ris = rispy.loads(texts["RIS"])
    same("RIS keys, rispy", [entry["id"] for entry in ris], keys)
    same("RIS titles, rispy", [entry.get("title", entry.get("primary_title")) for entry in ris], titles)
    same("RIS abstracts, rispy", [entry.get("abstract", "") for entry in ris], abstracts)
    same("RIS authors, rispy", [len(entry.get("authors", [])) for entry in ris], authors)

    assert texts["CSV"].startswith("\ufeff"), "CSV says that it is UTF-8"
    rows = list(csv.DictReader(io.StringIO(texts["CSV"][1:], newline="")))
    risky = "=+-@\t\r\n＝＋－＠"
    for row in rows:
        for name, field in row.items():
            assert not field or field[0] not in risky, f"CSV: a spreadsheet takes {name} {field!r} for a formula"
    bare = lambda text: text[1:] if text[:1] == "'" and text[1:2] and text[1] in risky else text
    same("CSV titles", [bare(row["title"]) for row in rows], titles)
    same("CSV abstracts", [bare(row["abstract"]) for row in rows], abstracts)

    biber(texts["BibTeX"], keys)
    libreoffice(texts["CSV"], rows)

    if os.environ.get("CITEPROC"):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "citeproc.js")
        out = subprocess.run(["node", script], input=texts["CSL-JSON"], stdout=subprocess.PIPE, check=True, encoding="utf-8")
        lines = json.loads(out.stdout)
        same("CSL-JSON, citeproc", [line["id"] for line in lines], keys)
        # It sets quotes and a little mark-up in its own way: letters and digits are what must be there.
        letters = lambda text: "".join(char for char in re.sub(r"</?[a-z]+>", "", text) if char.isalnum())
        for line, title in zip(lines, titles):
            assert letters(title) in letters(line["text"]), f"citeproc: {title!r} is not in {line['text']!r}"
        print(f"CSL-JSON, citeproc: {len(lines)} references with their titles")


def biber(text, keys):
    """Biber reads and validates the entries as BibLaTeX would, and writes them again."""
    if not shutil.which("biber"):
        return print("BibTeX, biber: not installed, so not asked")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "papers.bib")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        command = ["biber", "--tool", "--validate-datamodel", "--output-file", path + ".out", path]
        said = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
        errors = [line for line in said.stdout.splitlines() if line.startswith("ERROR")]
        assert said.returncode == 0 and not errors, f"biber: {errors or said.stdout[-2000:]}"
        warnings = [line for line in said.stdout.splitlines() if line.startswith("WARN")]
        with open(path + ".out", encoding="utf-8") as file:
            found = re.findall(r"^@\w+\{([^,]+),", file.read(), re.MULTILINE)
    same("BibTeX, biber", found, keys)
    for kind, count in sorted(collections.Counter(re.sub(r"'[^']*'", "…", line) for line in warnings).items()):
        print(f"  {count} times: {kind}")


def libreoffice(text, rows):
    """LibreOffice opens the table and saves it again, as a spreadsheet and from that as a table: every cell must come back."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        return print("CSV, LibreOffice: not installed, so not asked")
    with tempfile.TemporaryDirectory() as folder:
        def convert(path, to, *filters):
            home = "-env:UserInstallation=file://" + os.path.join(folder, "home")
            command = [office, home, "--headless", "--convert-to", to, *filters, "--outdir", folder, path]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        path = os.path.join(folder, "papers.csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        # Commas, double quotes, UTF-8, as it takes them by itself; then all as text, comma and quotes, UTF-8.
        convert(path, "xlsx", "--infilter=CSV:44,34,76,1")
        convert(os.path.join(folder, "papers.xlsx"), "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false")
        with open(path, encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(io.StringIO(file.read().lstrip("\ufeff"), newline="")))
    line_ends = lambda cell: cell.replace("\r\n", "\n")
    # Numbers and dates become cells of their kind: they come back as they are shown.
    texts = ["title", "abstract", "author_names", "organisation", "links", "status", "tags", "note", "year", "authors"]
    for name in texts:
        same(f"CSV {name}, LibreOffice", [line_ends(row[name]) for row in found], [line_ends(row[name]) for row in rows])
    assert not any(cell.startswith("Err:") or cell.startswith("#N") for row in found for cell in row.values()), "a formula"


if __name__ == "__main__":
    main()
