#include "config.h"

#include "work/act_line.h"

#include "work/act.h"

#include <stdio.h>

#define KIND(kind) (1u << (kind))
#define ID_LEAST                                                               \
    4 /* digits that a name may be taken for the begin of an id                \
       */

/* The act that `kind` has, in whatever state. */
static bool
can_be_done_to(enum action action, enum ref_kind kind)
{
    return act_find(action, kind, STATE_UNKNOWN) != NULL;
}

static unsigned
kinds_of(enum action action)
{
    unsigned kinds = 0;

    if (can_be_done_to(action, REF_CONTAINER))
        kinds |= KIND(REF_CONTAINER);
    if (can_be_done_to(action, REF_IMAGE))
        kinds |= KIND(REF_IMAGE);
    return kinds;
}

bool
act_line_is_for(enum action action)
{
    return kinds_of(action) != 0;
}

/* ---- names */

/* How well something fits a name; the best one counts. */
enum fit { FIT_NOT, FIT_ID, FIT_NAME };

struct finding {
    struct str name;
    struct ref ref;
    enum fit fit;
    size_t count; /* that fit so well */
};

static void
finding_add(struct finding *finding, enum fit fit, const struct ref *ref)
{
    if (fit == FIT_NOT || fit < finding->fit)
        return;
    if (fit > finding->fit)
        finding->count = 0;
    finding->fit = fit;
    finding->ref = *ref;
    finding->count++;
}

static bool
is_id(struct str name, const char *id)
{
    if (strncmp(id, "sha256:", 7) == 0 && !str_starts(name, "sha256:"))
        id += 7;
    return name.len >= ID_LEAST && strncmp(id, name.at, name.len) == 0;
}

static void
find_container(struct finding *finding, const struct store *store)
{
    size_t i;

    for (i = 0; i < store_container_count(store); i++) {
        const struct container_row *row = store_container_at(store, i);

        if (str_is(finding->name, row->value->name))
            finding_add(finding, FIT_NAME, &row->ref);
        else if (is_id(finding->name, row->value->id))
            finding_add(finding, FIT_ID, &row->ref);
    }
}

static void
find_image(struct finding *finding, const struct store *store)
{
    char latest[ACT_WORD_SIZE];
    size_t i;

    (void)snprintf(latest, sizeof(latest), "%.*s:latest",
                   STR_ARGS(finding->name));
    for (i = 0; i < store_image_count(store); i++) {
        const struct image_row *row = store_image_at(store, i);

        if (str_is(finding->name, row->reference) ||
            strcmp(latest, row->reference) == 0)
            finding_add(finding, FIT_NAME, &row->ref);
        else if (is_id(finding->name, row->value->id))
            finding_add(finding, FIT_ID, &row->ref);
    }
}

bool
act_line_find(struct ref *ref, const struct store *store, unsigned kinds,
              struct str name, struct err *err)
{
    struct finding finding = {.name = name};

    if (kinds & KIND(REF_CONTAINER))
        find_container(&finding, store);
    if (kinds & KIND(REF_IMAGE))
        find_image(&finding, store);
    if (finding.count == 0)
        return err_set_kind(err, ERR_MISSING, "there is no %s '%.*s'",
                            kinds == KIND(REF_CONTAINER) ? "container"
                            : kinds == KIND(REF_IMAGE)   ? "image"
                                                         : "container or image",
                            STR_ARGS(name));
    if (finding.count > 1)
        return err_set_kind(err, ERR_USAGE, "'%.*s' could be one of %zu",
                            STR_ARGS(name), finding.count);
    *ref = finding.ref;
    return true;
}

/* ---- options */

struct reader {
    struct act_line *line;
    const struct words *words;
    size_t next;
};

static bool
value_take(struct reader *reader, struct str *value, struct err *err)
{
    struct str option = reader->words->at[reader->next - 1];

    if (reader->next == reader->words->count)
        return err_set_kind(err, ERR_USAGE, "'%.*s' needs a word behind it",
                            STR_ARGS(option));
    *value = reader->words->at[reader->next++];
    return true;
}

static bool
word_keep(struct act_line *line, struct str word, struct err *err)
{
    if (word.len >= sizeof(line->word))
        return err_set_kind(err, ERR_USAGE, "'%.*s' is too long",
                            STR_ARGS(word));
    (void)snprintf(line->word, sizeof(line->word), "%.*s", STR_ARGS(word));
    return true;
}

static bool
signal_take(struct reader *reader, struct err *err)
{
    struct str value = {0};

    if (!value_take(reader, &value, err) ||
        !word_keep(reader->line, value, err))
        return false;
    reader->line->args.signal = reader->line->word;
    return true;
}

static bool
timeout_take(struct reader *reader, struct err *err)
{
    struct str value = {0};
    long long seconds = 0;

    if (!value_take(reader, &value, err))
        return false;
    if (!str_to_i64(value, &seconds) || seconds < -1 || seconds > 86400)
        return err_set_kind(err, ERR_USAGE, "'%.*s' is no number of seconds",
                            STR_ARGS(value));
    reader->line->args.timeout = (int)seconds;
    return true;
}

static bool
option_take(struct reader *reader, enum action action, struct err *err)
{
    struct str option = reader->words->at[reader->next++];
    struct job_args *args = &reader->line->args;

    if (action == ACTION_KILL && str_is(option, "-s"))
        return signal_take(reader, err);
    if ((action == ACTION_STOP || action == ACTION_RESTART) &&
        str_is(option, "-t"))
        return timeout_take(reader, err);
    if (action == ACTION_REMOVE_OPTIONS && str_is(option, "-f"))
        args->force = true;
    else if (action == ACTION_REMOVE_OPTIONS && str_is(option, "-v"))
        args->volumes = true;
    else if (action == ACTION_REMOVE_OPTIONS &&
             (str_is(option, "-fv") || str_is(option, "-vf")))
        args->force = args->volumes = true;
    else
        return err_set_kind(err, ERR_USAGE, "there is no option '%.*s'",
                            STR_ARGS(option));
    return true;
}

bool
act_line_read(struct act_line *line, const struct store *store,
              enum action action, const struct words *words, int timeout,
              struct err *err)
{
    struct reader reader = {.line = line, .words = words, .next = 1};
    size_t end = words->count;

    line->count = 0;
    line->args = (struct job_args){.timeout = timeout};
    if (action == ACTION_RENAME) {
        if (words->count != 3)
            return err_set_kind(err, ERR_USAGE, "usage: rename NAME NEW");
        if (!word_keep(line, words->at[2], err))
            return false;
        line->args.name = line->word;
        end = 2;
    }
    while (reader.next < end) {
        struct str word = words->at[reader.next];

        if (str_starts(word, "-")) {
            if (!option_take(&reader, action, err))
                return false;
            continue;
        }
        reader.next++;
        if (!act_line_find(&line->refs[line->count++], store, kinds_of(action),
                           word, err))
            return false;
    }
    return true;
}

void
act_line_complete(const struct store *store, enum action action,
                  const struct words *words, word_fn each, void *data)
{
    unsigned kinds = kinds_of(action);
    size_t i;

    (void)words;
    for (i = 0; kinds & KIND(REF_CONTAINER) && i < store_container_count(store);
         i++)
        each(data, store_container_at(store, i)->value->name, NULL);
    for (i = 0; kinds & KIND(REF_IMAGE) && i < store_image_count(store); i++)
        if (store_image_at(store, i)->reference[0])
            each(data, store_image_at(store, i)->reference, NULL);
}
