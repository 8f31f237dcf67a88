/*
 * complete.h - what can follow in a line of the `:` language.
 *
 * The first word is a command, an action or a view; the words of `set` are
 * options and their values; those of an act are names of containers.
 */
#ifndef WIDGETS_COMPLETE_H
#define WIDGETS_COMPLETE_H

#include "ui/widgets/app.h"

/* Append the line with as much added as is certain, and a blank behind a word
 * that is whole. False: nothing fits. */
bool complete_line(const struct app *app, struct str line, struct buf *out);
/* Append what stands to choose, "start stop sort-menu", or the usage of the
 * command in hand. */
void complete_hint(const struct app *app, struct str line, struct buf *out);

#endif
