/*
 * grid.c - the cells of a screen.
 */
#include "config.h"

#include "ui/cells/grid.h"

#include "base/mem.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>

static const struct cell blank = {
    .bytes = " ",
    .role = ROLE_PLAIN,
    .ground = ROLE_PLAIN,
};

void
grid_init(struct grid *grid)
{
    *grid = (struct grid){.cursor = {-1, -1}};
}

void
grid_release(struct grid *grid)
{
    free(grid->cells);
    grid_init(grid);
}

static int
clamp(int value, int most)
{
    if (value < 0)
        return 0;
    return value < most ? value : most;
}

void
grid_resize(struct grid *grid, struct size size)
{
    size.width = clamp(size.width, GRID_WIDTH_MAX);
    size.height = clamp(size.height, GRID_HEIGHT_MAX);

    size_t count = (size_t)size.width * (size_t)size.height;
    if (size.width != grid->size.width || size.height != grid->size.height) {
        free(grid->cells);
        grid->cells = count > 0 ? xcalloc(count, sizeof(*grid->cells)) : NULL;
        grid->size = size;
    }
    grid_clear(grid);
}

void
grid_clear(struct grid *grid)
{
    size_t count = (size_t)grid->size.width * (size_t)grid->size.height;

    for (size_t i = 0; i < count; i++)
        grid->cells[i] = blank;
    grid->cursor = (struct point){-1, -1};
    grid->is_kept = false;
    grid->picture = 0;
}

void
grid_keep(struct grid *grid)
{
    grid->cursor = (struct point){-1, -1};
    grid->is_kept = true;
}

static struct cell *
cell_at(const struct grid *grid, int x, int y)
{
    assert(x >= 0 && x < grid->size.width);
    assert(y >= 0 && y < grid->size.height);
    return &grid->cells[(size_t)y * (size_t)grid->size.width + (size_t)x];
}

const struct cell *
grid_cell(const struct grid *grid, int x, int y)
{
    return cell_at(grid, x, y);
}

static void
blank_glyph(struct cell *cell)
{
    memcpy(cell->bytes, blank.bytes, sizeof(cell->bytes));
}

static struct cell
blank_of(enum role role)
{
    struct cell cell = blank;

    cell.role = (unsigned char)role;
    return cell;
}

/* Room for `width` cells from (x, y) on: a wide glyph of which only one half
 * would stay becomes a blank. */
static struct cell *
make_room(struct grid *grid, int x, int y, int width)
{
    struct cell *cell = cell_at(grid, x, y);

    assert(width > 0 && x + width <= grid->size.width);
    if (cell->bytes[0] == '\0' && x > 0)
        blank_glyph(cell - 1);
    if (x + width < grid->size.width && cell[width].bytes[0] == '\0')
        blank_glyph(cell + width);
    return cell;
}

/* The bytes of a glyph that a cell has room for: whole code points, because
 * half of one would be garbage on the terminal. */
static size_t
bytes_that_fit(const struct glyph *glyph)
{
    if (glyph->len <= CELL_BYTES)
        return glyph->len;

    size_t len = CELL_BYTES;
    while (len > 0 && ((unsigned char)glyph->bytes[len] & 0xc0) == 0x80)
        len--;
    return len;
}

void
grid_put(struct grid *grid, int x, int y, enum role role,
         const struct glyph *glyph)
{
    int width = glyph->width == 2 ? 2 : 1;
    struct cell *cell = make_room(grid, x, y, width);
    struct cell made = {.role = (unsigned char)role, .ground = ROLE_PLAIN};

    cell[width - 1] = made;
    memcpy(made.bytes, glyph->bytes, bytes_that_fit(glyph));
    *cell = made;
}

void
grid_put_plain(struct grid *grid, int x, int y, enum role role, struct str text)
{
    struct cell *cell = make_room(grid, x, y, (int)text.len);
    struct cell plain = blank_of(role);

    for (size_t i = 0; i < text.len; i++) {
        plain.bytes[0] = text.at[i];
        cell[i] = plain;
    }
}

void
grid_fill(struct grid *grid, int x, int y, int width, enum role role)
{
    struct cell *cell = make_room(grid, x, y, width);
    const struct cell plain = blank_of(role);

    for (int i = 0; i < width; i++)
        cell[i] = plain;
}

void
grid_paint(struct grid *grid, int x, int y, enum role role)
{
    struct cell *cell = cell_at(grid, x, y);

    if (role_is_lasting((enum role)cell->role))
        cell->ground = (unsigned char)role;
    else
        cell->role = (unsigned char)role;
}

void
grid_ink(struct grid *grid, int x, int y, struct ink ink)
{
    cell_at(grid, x, y)->ink = ink;
}

bool
grid_row_equal(const struct grid *a, const struct grid *b, int y)
{
    if (a->size.width != b->size.width)
        return false;
    if (a->size.width == 0)
        return true;
    return memcmp(cell_at(a, 0, y), cell_at(b, 0, y),
                  (size_t)a->size.width * sizeof(*a->cells)) == 0;
}

static bool
is_blank(const struct cell *cell)
{
    return strcmp(cell->bytes, " ") == 0;
}

static void
print_text(struct buf *out, const struct grid *grid, int y)
{
    int end = grid->size.width;

    while (end > 0 && is_blank(cell_at(grid, end - 1, y)))
        end--;
    for (int x = 0; x < end; x++)
        (void)buf_add_text(out, cell_at(grid, x, y)->bytes);
    (void)buf_add_char(out, '\n');
}

static char
letter_of(const struct cell *cell)
{
    char letter = role_letter((enum role)cell->role);

    if (cell->ground != ROLE_PLAIN)
        letter = (char)toupper((unsigned char)letter);
    return letter;
}

static void
print_roles(struct buf *out, const struct grid *grid, int y)
{
    int end = grid->size.width;

    while (end > 0 && letter_of(cell_at(grid, end - 1, y)) == ' ')
        end--;
    if (end == 0)
        return;
    for (int x = 0; x < end; x++)
        (void)buf_add_char(out, letter_of(cell_at(grid, x, y)));
    (void)buf_add_char(out, '\n');
}

void
grid_print(struct buf *out, const struct grid *grid, bool roles)
{
    for (int y = 0; y < grid->size.height; y++) {
        print_text(out, grid, y);
        if (roles)
            print_roles(out, grid, y);
    }
}
