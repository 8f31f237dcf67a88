/*
 * editor.h - one line of text that is being typed.
 *
 * Knows keys and text, no screen of its own and no purpose; the prompt and the
 * typed confirmation are made of it. Moves by graphemes. Keys as in a shell:
 * arrows, Home, End, Backspace, Delete, C-a C-e C-b C-f C-h C-d C-u C-k C-w,
 * M-b M-f. Pasted text goes in like typed text; its newlines become spaces
 * and its control characters are dropped.
 */
#ifndef WIDGETS_EDITOR_H
#define WIDGETS_EDITOR_H

#include "ui/cells/canvas.h"
#include "ui/keys/key.h"

#define EDITOR_SIZE 1024 /* bytes; further ones are not taken */

struct editor {
    struct buf text;
    size_t at; /* of the cursor, in bytes, between graphemes */
};

enum editor_answer {
    EDITOR_NO_KEY,  /* the key means nothing here */
    EDITOR_MOVED,   /* only the cursor moved, or not even that */
    EDITOR_CHANGED, /* the text did */
};

void editor_init(struct editor *editor);
void editor_release(struct editor *editor);
/* The cursor goes behind the text. */
void editor_set(struct editor *editor, struct str text);
struct str editor_text(const struct editor *editor);

enum editor_answer editor_key(struct editor *editor, const struct key *key);

/* Draw in `width` cells at (x, y), scrolled so that the cursor is seen, and
 * set the canvas' cursor. Returns the x behind the text. */
int editor_render(const struct editor *editor, struct canvas *canvas, int x,
                  int y, int width, enum role role);

/* Whether this key is a character to be typed. */
bool key_is_text(const struct key *key);

#endif
