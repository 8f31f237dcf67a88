#include "config.h"

#include "support/fake_journal.h"

#include "support/world.h"

#include "base/mem.h"
#include "base/timestamp.h"
#include "work/journal.h"

static const struct journal_entry entries[] = {
    {.host = "local",
     .act = "stop",
     .target = "web-1",
     .id = "4f1c",
     .result = "done",
     .command = "docker stop web-1"},
    {.host = "local",
     .act = "start",
     .target = "db",
     .id = "4f1d",
     .result = "already running",
     .command = "docker start db"},
    {.host = "local",
     .act = "start",
     .target = "evil\x1b[2J",
     .id = "4f1e",
     .result = "driver failed programming external connectivity on endpoint "
               "web: Bind for 0.0.0.0:8080 failed: port is already allocated",
     .command = "docker start evil"},
    {.host = "local",
     .act = "remove",
     .target = "shop-frontend-production-europe-west-blue-7",
     .id = "4f1f",
     .result = "done; 3 layers deleted",
     .command = "docker rmi shop"},
};

/* The linker gives these names: the journal is the test's own (ld --wrap).
 * NOLINTBEGIN(bugprone-reserved-identifier) */
static size_t repeats, reads;

const struct journal *__wrap_jobs_journal(const struct jobs *jobs);
bool __wrap_journal_read(const struct journal *journal, size_t most,
                         struct journal_page *page, struct err *err);

const struct journal *
__wrap_jobs_journal(const struct jobs *jobs)
{
    (void)jobs;
    return (const struct journal *)(const void *)entries; /* never looked at */
}

bool
__wrap_journal_read(const struct journal *journal, size_t most,
                    struct journal_page *page, struct err *err)
{
    (void)journal;
    (void)most;
    reads++;
    if (repeats == 0)
        return err_set(err, "reading the journal: it is no file of ours");
    page->count = repeats * COUNT(entries);
    page->at = xcalloc(page->count, sizeof(entries[0]));
    page->text = NULL;
    for (size_t i = 0; i < page->count; i++) {
        page->at[i] = entries[i % COUNT(entries)];
        page->at[i].time = WORLD_NOW + (int64_t)i * SECOND_NS;
    }
    return true;
}
/* NOLINTEND(bugprone-reserved-identifier) */

void
fake_journal_set(size_t count)
{
    repeats = count;
    reads = 0;
}

size_t
fake_journal_reads(void)
{
    return reads;
}
