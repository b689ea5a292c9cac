"""A virtual transcript: thousands of Markdown messages on one painted canvas.

Read in this order: `entry` (what it is told), `spans`, `blocks` (text to blocks, no Qt), `plain`, `mend`,
`link_check`, `message`, `model`; then `style`, `richtext`, `shapes`, `view` (one block drawn) with
`textview`, `codeview`, `tableview`, `bubble`, `rows`, `actions`; `lexing`, `colorist` (colours of
code); `heights`, `layout`, `walk`, `scroller` (what is on show); `selection`, `clipboard`,
`commands`, `focus`, `mouse`, `keys`, `caret` (what a person does); `canvas` (the widget) and
`accessible` with `accessible_items`, `accessible_parts`, `announcer` (what assistive technology is told).
"""
