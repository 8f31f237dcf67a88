/*
 * keybar.h - the last line of the screen: what can be done here and now, and
 * with which key. What cannot be done, or has no key, is not shown.
 */
#ifndef WIDGETS_KEYBAR_H
#define WIDGETS_KEYBAR_H

#include "ui/widgets/view.h"

void keybar_render(const struct view *view, const struct keymap *keymap,
                   struct canvas *canvas);

/* The action whose entry stands at column `x` in a bar of that width, or
 * ACTION_NONE. */
enum action keybar_at(const struct view *view, const struct keymap *keymap,
                      int width, int x);

#endif
