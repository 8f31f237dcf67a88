/*
 * header.h - the first line of the screen: which engine, how it stands with
 * it, how many containers, what they use.
 *
 * It always says the engine's name and the state of the link; the rest goes,
 * least important first, as the screen gets narrower. While the link is down
 * the reason takes the place of the totals. Numbers keep their width.
 */
#ifndef WIDGETS_HEADER_H
#define WIDGETS_HEADER_H

#include "store/store.h"
#include "ui/cells/canvas.h"

void header_render(struct canvas *canvas, const struct store *store,
                   uint64_t now);
/* When a countdown in it says something else, by loop_now(); 0: never. */
uint64_t header_next_tick(const struct store *store, uint64_t now);

#endif
