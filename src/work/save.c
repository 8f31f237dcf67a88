#include "config.h"

#include "work/save.h"

#include "base/mem.h"
#include "work/save_private.h"

#include <stdlib.h>

/* For a whole log on its way; more than a line. */
#define MEMORY ((size_t)4 << 20)

struct save {
    struct loop *loop;
    struct turn_hook hook;
    struct savefile file;
    struct worker *worker; /* that has the piece; NULL: none */
    struct save_piece piece;
    /* Either of these. */
    struct frozen *frozen;
    struct {
        struct logbooks *books;
        struct tail *tail;
        uint64_t next; /* the line to be written next */
    } whole;
    uint64_t lines, bytes;
    bool is_cancelled;
    bool is_whole; /* all is in the file */
    bool has_changed;
    struct err trouble; /* text "": none */
    struct save_owner owner;
};

/* ---- the end ------------------------------------------------------------ */

static void
save_end(struct save *save)
{
    loop_remove_hook(&save->hook);
    save_piece_release(&save->piece);
    savefile_release(&save->file);
    frozen_free(save->frozen);
    tail_close(save->whole.tail);
    logbooks_free(save->whole.books);
    save->owner.done(save->owner.data, save->is_whole ? NULL : &save->trouble);
    free(save);
}

/* ---- piece by piece ----------------------------------------------------- */

static void
write_piece(const struct worker *worker, void *data)
{
    save_piece_write(worker, &((struct save *)data)->piece);
}

static void
written(void *data, bool is_cancelled)
{
    struct save *save = data;
    struct save_piece *piece = &save->piece;

    save->worker = NULL;
    if (!is_cancelled && !piece->is_good)
        save->trouble = piece->err;
    save->is_whole = !is_cancelled && piece->is_good && piece->is_last;
    logbook_release_chunk(piece->chunk);
    piece->chunk = NULL;
    save->lines += piece->lines;
    save->bytes += piece->bytes;
    save->has_changed = true;
    loop_wake(save->loop);
}

/* Lines that have come; whether there will be no more. */
static bool
take_lines(struct save *save)
{
    const struct logbook *book = tail_log(save->whole.tail);
    bool has_ended = tail_state(save->whole.tail) == TAIL_ENDED;
    uint64_t *next = &save->whole.next;
    struct logbook_line line;

    if (*next < logbook_first(book))
        *next = logbook_first(book);
    while (save->piece.text.len < SAVE_PIECE &&
           logbook_line_at(book, *next, &line) &&
           (!line.is_open || has_ended)) {
        save_piece_add(&save->piece, &line);
        ++*next;
    }
    tail_hold(save->whole.tail, *next);
    return has_ended && *next >= logbook_end(book);
}

/* Whether there is something to be written, if only the end. */
static bool
take_piece(struct save *save)
{
    struct save_piece *piece = &save->piece;

    buf_clear(&piece->text);
    piece->text_lines = piece->lines = piece->bytes = 0;
    if (save->frozen) {
        piece->is_last = !frozen_next(save->frozen, piece);
        return true;
    }
    piece->is_last = take_lines(save);
    return piece->is_last || piece->text.len > 0;
}

/* Why it cannot go on, in save->trouble. */
static bool
is_in_trouble(struct save *save)
{
    const struct tail *tail = save->whole.tail;
    enum tail_state state = tail ? tail_state(tail) : TAIL_ENDED;

    if (save->trouble.text[0])
        return true;
    if (save->is_cancelled)
        return !err_set_kind(&save->trouble, ERR_CANCELLED, "it was cancelled");
    if (state == TAIL_FAILED || state == TAIL_BROKEN)
        return !err_copy(&save->trouble, tail_error(tail));
    return false;
}

static void
go_on(void *data)
{
    struct save *save = data;

    if (save->worker)
        return;
    if (save->has_changed)
        save->owner.changed(save->owner.data);
    save->has_changed = false;
    if (save->is_whole || is_in_trouble(save))
        save_end(save);
    else if (take_piece(save))
        save->worker = worker_start(save->loop, write_piece, written, save);
}

/* ---- beginning ---------------------------------------------------------- */

static struct save *
save_new(struct loop *loop, struct savefile *file,
         const struct save_owner *owner)
{
    struct save *save = xcalloc(1, sizeof(*save));

    save->loop = loop;
    save->file = *file;
    *file = (struct savefile){.fd = -1};
    save->owner = *owner;
    save_piece_init(&save->piece);
    save->piece.file = &save->file;
    loop_add_hook(loop, &save->hook, go_on, save);
    loop_wake(loop);
    return save;
}

struct save *
save_lines_new(struct loop *loop, struct savefile *file,
               const struct logbook *book, const struct numset *shown,
               const struct save_owner *owner)
{
    struct save *save = save_new(loop, file, owner);

    save->frozen = frozen_new(book, shown);
    return save;
}

struct save *
save_whole_new(struct loop *loop, struct savefile *file, struct fleet *fleet,
               const struct ref *ref, const struct save_owner *owner)
{
    const struct tail_window window = {.lines = TAIL_ALL, .ends = true};
    struct save *save = save_new(loop, file, owner);

    save->whole.next = 1;
    save->whole.books = logbooks_new(MEMORY);
    save->whole.tail =
        tail_open_window(loop, fleet_store(fleet), fleet_engine(fleet, ref),
                         save->whole.books, ref, &window);
    tail_hold(save->whole.tail, save->whole.next);
    return save;
}

void
save_cancel(struct save *save)
{
    save->is_cancelled = true;
    if (save->worker)
        worker_cancel(save->worker);
    loop_wake(save->loop);
}

uint64_t
save_lines(const struct save *save)
{
    return save->lines;
}

uint64_t
save_bytes(const struct save *save)
{
    return save->bytes;
}
