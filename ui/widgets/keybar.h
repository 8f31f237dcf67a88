/*
 * keybar.h - the last line of the screen: what can be done here and now, and
 * with which key. What cannot be done, or has no key, is not shown.
 */
#ifndef WIDGETS_KEYBAR_H
#define WIDGETS_KEYBAR_H

#include "ui/widgets/view.h"

void keybar_render(const struct view *view, const struct keymap *keymap,
                   struct canvas *canvas);

#endif
