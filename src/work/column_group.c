#include "config.h"

#include "work/column_say.h"

#include "base/format.h"
#include "base/text.h"
#include "work/rows.h"

/* "v shop (5)", the sign telling whether it is open. */
enum tone
name_say_group(struct buf *out, const struct group *group)
{
    const char *open = text_is_utf8() ? "\xe2\x96\xbe" : "-";
    const char *folded = text_is_utf8() ? "\xe2\x96\xb8" : "+";
    const char *name = group->name[0] ? group->name : "no project";

    (void)buf_addf(out, "%s %s (%zu)", group->is_folded ? folded : open, name,
                   group->count);
    return TONE_PLAIN;
}

enum tone
state_say_group(struct buf *out, const struct group *group)
{
    if (group->running < group->count)
        (void)buf_addf(out, "%zu/", group->running);
    (void)buf_addf(out, "%zu up", group->count);
    if (group->wrong > 0) {
        (void)buf_addf(out, ", %zu wrong", group->wrong);
        return TONE_TROUBLE;
    }
    return group->running > 0 ? TONE_GOOD : TONE_STOPPED;
}

enum tone
cpu_say_group(struct buf *out, const struct group *group)
{
    double percent = group->cpu_percent < 999999 ? group->cpu_percent : 999999;

    if (group->has_cpu)
        (void)buf_addf(out, "%.*f", percent < 9999.95 ? 1 : 0, percent);
    return TONE_PLAIN;
}

enum tone
memory_say_group(struct buf *out, const struct group *group)
{
    char used[FORMAT_SIZE];

    if (!group->has_memory)
        return TONE_PLAIN;
    format_memory(used, group->memory);
    (void)buf_addf(out, "%5s%6s", used, "");
    return TONE_PLAIN;
}

int
name_compare_groups(const struct group *a, const struct group *b)
{
    return str_compare_natural(str_of(a->name), str_of(b->name));
}

int
cpu_compare_groups(const struct group *a, const struct group *b)
{
    return (a->cpu_smooth > b->cpu_smooth) - (a->cpu_smooth < b->cpu_smooth);
}

int
memory_compare_groups(const struct group *a, const struct group *b)
{
    return (a->memory_smooth > b->memory_smooth) -
           (a->memory_smooth < b->memory_smooth);
}
