#include "config.h"

#include "ui/widgets/pieces.h"

#include <assert.h>
#include <stdio.h>

#define GAP 2

struct piece *
pieces_add(struct pieces *pieces, unsigned rank, enum role role)
{
    struct piece *piece = &pieces->at[pieces->count++];

    assert(pieces->count <= PIECES_MAX);
    *piece = (struct piece){.rank = (unsigned char)rank,
                            .brief_rank = (unsigned char)rank,
                            .role = role};
    return piece;
}

int
piece_width(const struct piece *piece)
{
    return (int)text_width(str_of(piece->text));
}

static int
gap_before(const struct piece *piece)
{
    return piece->is_glued ? 0 : GAP;
}

static int
width_of_all(const struct pieces *pieces)
{
    int width = 1; /* the margin at the right */

    for (size_t i = 0; i < pieces->count; i++)
        if (!pieces->at[i].is_out)
            width += gap_before(&pieces->at[i]) + piece_width(&pieces->at[i]);
    return width + 1 - GAP; /* before the first one: the margin at the left */
}

static void
cut(struct piece *piece, int width)
{
    struct buf text = BUF_INIT(PIECE_SIZE - 1);

    (void)text_fit_middle(&text, str_of(piece->text),
                          width > 1 ? (size_t)width : 1);
    (void)snprintf(piece->text, PIECE_SIZE, "%s", buf_text(&text));
    buf_release(&text);
}

static void
shorten(struct piece *piece)
{
    if (piece->brief[0])
        (void)snprintf(piece->text, PIECE_SIZE, "%s", piece->brief);
    piece->brief[0] = '\0';
}

/* Instead of leaving it out, where enough of it stays. */
static bool
cut_by(struct piece *piece, int over)
{
    if (piece->cut_least == 0 || piece_width(piece) - over < piece->cut_least)
        return false;
    cut(piece, piece_width(piece) - over);
    return true;
}

/* Shorten a piece or leave it out where it is its turn. */
static void
give_way(struct piece *piece, int rank, const struct pieces *pieces, int width)
{
    int over;

    if (piece->brief_rank == rank)
        shorten(piece);
    over = width_of_all(pieces) - width;
    if (over > 0 && piece->rank == rank && rank > PIECE_ALWAYS &&
        !cut_by(piece, over))
        piece->is_out = true;
}

static void
fit(struct pieces *pieces, int width)
{
    int most = PIECE_ALWAYS, over;

    for (size_t i = 0; i < pieces->count; i++)
        if (pieces->at[i].rank > most || pieces->at[i].brief_rank > most)
            most = pieces->at[i].rank > pieces->at[i].brief_rank
                       ? pieces->at[i].rank
                       : pieces->at[i].brief_rank;
    for (int rank = most; rank >= PIECE_ALWAYS; rank--)
        for (size_t i = 0; i < pieces->count; i++) {
            if (width_of_all(pieces) <= width)
                return;
            give_way(&pieces->at[i], rank, pieces, width);
        }
    over = width_of_all(pieces) - width;
    if (over > 0)
        cut(&pieces->at[0], piece_width(&pieces->at[0]) - over);
}

void
pieces_draw(struct pieces *pieces, struct canvas *canvas, enum role ground)
{
    int left = 1 - GAP, right = canvas->size.width - 1;

    fit(pieces, canvas->size.width);
    canvas_fill(canvas, 0, 0, canvas->size.width, ground);
    for (size_t i = 0; i < pieces->count; i++) {
        const struct piece *piece = &pieces->at[i];

        if (piece->is_right && !piece->is_out)
            right -= gap_before(piece) + piece_width(piece);
    }
    for (size_t i = 0; i < pieces->count; i++) {
        const struct piece *piece = &pieces->at[i];
        int *x = piece->is_right ? &right : &left;

        if (!piece->is_out)
            *x = canvas_text(canvas, *x + gap_before(piece), 0, piece->role,
                             str_of(piece->text));
    }
    canvas_paint(canvas, 0, 0, canvas->size.width, ground);
}
