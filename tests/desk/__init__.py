"""The author's desk, and the figure that the reports of its tests have."""

FIGURE = """\
``` {.figure #fig-a}
kind: flow
caption: {zh: 图题, en: Caption}
alt: {zh: 甲到乙, en: A to B}
credit: {zh: 社, en: Press}
nodes: {a: {label: {zh: 甲, en: A}}, b: {label: {zh: 乙, en: B}}}
edges: [{from: a, to: b}]
```
"""
