#include "config.h"

#include "support/sieve_rig.h"

#include "store/mark.h"

void
rig_note_change(void *data)
{
    struct rig *rig = data;

    rig->changes++;
}

void
rig_init(struct rig *rig, size_t limit)
{
    *rig = (struct rig){.loop = loop_new()};
    rig->books = logbooks_new(limit);
    logbooks_set_judge(rig->books, mark_line);
    rig->book = logbook_new(rig->books);
    rig->sieve = sieve_new(rig->loop, rig_note_change, rig);
}

void
rig_release(struct rig *rig)
{
    sieve_free(rig->sieve);
    logbook_free(rig->book);
    logbooks_free(rig->books);
    loop_free(rig->loop);
}

void
rig_say(struct rig *rig, enum log_stream stream, const char *text)
{
    logbook_add(rig->book, stream, 1, str_of(text));
}

/* Until all has been looked at. */
void
rig_settle(struct rig *rig, struct sieve *sieve)
{
    sieve_update(sieve, rig->book);
    while (sieve_is_busy(sieve)) {
        (void)loop_turn(rig->loop, true);
        sieve_update(sieve, rig->book);
    }
}

void
sieve_add_patterns(struct sieve *sieve, const char *patterns)
{
    struct str rest = str_of(patterns), text;
    struct err err = ERR_INIT;

    while (str_cut(&rest, ' ', &text))
        if (text.len > 0)
            assert_true(sieve_set_pattern(sieve, sieve_pattern_count(sieve),
                                          text, &err));
}

/* "1 2 5", forwards; and the same backwards. */
void
sieve_say_shown(const struct sieve *sieve, struct buf *out)
{
    uint64_t number, count = 0, last = 0;

    buf_clear(out);
    for (number = sieve_next(sieve, 0); number != 0;
         number = sieve_next(sieve, number + 1)) {
        assert_int_equal(sieve_previous(sieve, number), last);
        assert_int_equal(sieve_rank(sieve, number), count++);
        (void)buf_addf(out, "%s%llu", last ? " " : "",
                       (unsigned long long)number);
        last = number;
    }
    assert_int_equal(sieve_previous(sieve, UINT64_MAX), last);
    assert_int_equal(sieve_rank(sieve, UINT64_MAX), count);
}
