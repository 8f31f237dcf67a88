/*
 * pieces.h - a line of short texts of which the least important give way.
 *
 * Each piece has a rank: while the line is too narrow the piece of the highest
 * rank is left out, then the next. Before that a piece may have a turn, at a
 * rank of its own, to be said briefly. Pieces of rank PIECE_ALWAYS stay; the
 * first piece, a name, is cut when even those do not fit.
 */
#ifndef WIDGETS_PIECES_H
#define WIDGETS_PIECES_H

#include "ui/cells/canvas.h"

#define PIECE_SIZE 640
#define PIECES_MAX 16
#define PIECE_ALWAYS 0

struct piece {
    char text[PIECE_SIZE];
    char brief[64]; /* to be said instead where room is scarce; may be "" */
    enum role role;
    unsigned char rank;
    unsigned char brief_rank; /* when the brief form comes */
    unsigned char cut_least;  /* may be cut to so many cells; 0: not at all */
    bool is_right;            /* belongs to the right end */
    bool is_glued;            /* goes on where the piece before it ends */
    bool is_out;              /* there was no room */
};

struct pieces {
    struct piece at[PIECES_MAX];
    size_t count;
};

/* The next piece, empty, to be filled by the caller. */
struct piece *pieces_add(struct pieces *pieces, unsigned rank, enum role role);
int piece_width(const struct piece *piece);
/* Make them fit into the first line of the canvas and draw them on `ground`. */
void pieces_draw(struct pieces *pieces, struct canvas *canvas,
                 enum role ground);

#endif
