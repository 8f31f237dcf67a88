/*
 * text.h - text from outside, made harmless and measured in cells.
 *
 * This is the one door between foreign bytes and anything a person reads.
 * Names, labels, commands, log lines and the engine's messages may hold any
 * byte; a terminal obeys some of them. text_next() turns them into glyphs,
 * each a character with its marks that a terminal prints and never obeys:
 *
 *   C0 and DEL (tab and newline too)      -> U+FFFD, tab and newline -> space
 *   C1, raw or as UTF-8 (U+0080..U+009F)  -> U+FFFD
 *   bidirectional controls and isolates (U+061C, U+200E, U+200F,
 *     U+202A..U+202E, U+2066..U+2069), U+2028, U+2029, U+FEFF, tags and
 *     other invisible format characters   -> U+FFFD
 *   invalid UTF-8, surrogates, unassigned -> U+FFFD, one for each bad byte
 *
 * Where the locale is not UTF-8, what is not ASCII becomes '?'. Decoding and
 * categories come from utf8proc; widths come from wcwidth() alone, because
 * that is what curses lays out with: what has no width belongs to the glyph
 * before, all else is a glyph of its own. A mark without a base is shown on a
 * space; marks beyond GLYPH_SIZE are dropped, and so are variation selectors,
 * which change the width in some terminals. Clean text stays as it is.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/buf.h"

#include <stdint.h>

#define GLYPH_SIZE 32

struct glyph {
    char bytes[GLYPH_SIZE]; /* UTF-8, NUL-terminated, harmless */
    unsigned char len;
    unsigned char width; /* 1 or 2 cells */
};

/* Whether the locale of this process (LC_CTYPE) is UTF-8. */
bool text_is_utf8(void);

/* The first code point of `text`, TEXT_INVALID where a byte belongs to none.
 * Returns the bytes to step over: 1 for a bad byte, 0 at the end. */
#define TEXT_INVALID UINT32_MAX
size_t text_decode(struct str text, uint32_t *codepoint);
/* Whether a terminal shows this code point and does not obey it. False for
 * all that the table above replaces, tab and newline included. */
bool text_is_harmless(uint32_t codepoint);

/* The next glyph of *rest, which is advanced. False at the end. */
bool text_next(struct str *rest, struct glyph *glyph);

/* How many bytes at its front, at most `most`, are a glyph of one cell each:
 * printable ASCII on which no mark stands, as most text is. */
size_t text_plain(struct str text, size_t most);

/* How many cells the text takes. */
size_t text_width(struct str text);

/* Append the harmless form of `text`. False when `out` is full. */
bool text_clean(struct buf *out, struct str text);

/* Append the harmless form of `text` in at most `width` cells. What is too
 * long is cut in the middle around an ellipsis, so that the two ends that
 * tell names apart stay: "shop-frontend-production-7" -> "shop-fr…ction-7".
 * (".." where the locale is not UTF-8.) Returns the cells used. */
size_t text_fit_middle(struct buf *out, struct str text, size_t width);
/* The same with the cut at the end. */
size_t text_fit_end(struct buf *out, struct str text, size_t width);

/* Whether `needle` occurs in `text`; smart case: letter case matters only
 * when the needle has an upper-case letter (ASCII). Empty matches. */
bool text_contains(struct str text, struct str needle);

#endif
