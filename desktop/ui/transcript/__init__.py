"""A virtual transcript: thousands of Markdown messages on one painted canvas.

Read in this order: `entry` and `card` (what it is told), `spans`, `blocks` (text to blocks, no Qt), `plain`, `mend`,
`link_check`, `details` and `jsontree` (cards to blocks), `passage`, `message`, `model`; then `style`,
`richtext`, `shapes`, `view` (one block drawn) with `textview`, `sideways`, `codeview`, `tableview`,
`bubble`, `rows`, `actions`, the packages `cards` and `objects`; `lexing`, `coloring`, `colorist`, `nested`
(colours of code); `heights`, `layout`, `walk`, `scroller` (what is on show); `selection`, `clipboard`,
`commands`, `focus`, `mouse`, `keys`, `caret`, `flash`, `marked` and the package `find` (what a person does); `canvas` (the widget) and
`accessible` with `accessible_items`, `accessible_parts`, `announcer` (what assistive technology is told).
"""
