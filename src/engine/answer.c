#include "engine/answer.h"

#include "base/json.h"

static const struct {
    int status;
    enum err_kind kind;
} kinds[] = {
    {401, ERR_DENIED},
    {403, ERR_DENIED},
    {404, ERR_MISSING},
    {409, ERR_CONFLICT},
};

/* Where the words tell more than the status. A path that is not known is no
 * missing container: to take it for one would empty the screen. */
static const struct {
    int status; /* 0: any */
    const char *first;
    const char *then;
    enum err_kind kind;
} phrases[] = {
    {404, "page not found", "", ERR_UNSUPPORTED},
    {404, "Not Found", "", ERR_UNSUPPORTED},
    {400, "client version ", "too old", ERR_UNSUPPORTED},
    {400, "client version ", "too new", ERR_UNSUPPORTED},
    {409, "removal ", "already in progress", ERR_IN_PROGRESS},
    {0, "is marked for removal", "", ERR_IN_PROGRESS},
    /* 20.10: unpausing what runs. */
    {500, "is not paused", "", ERR_CONFLICT},
    /* Of a container's log, where its driver only writes. */
    {0, "logging driver does not support reading", "", ERR_UNSUPPORTED},
    /* Podman: its words for what Docker answers with 409. */
    {500, "container state improper", "", ERR_CONFLICT},
};

/* strstr() for text with an end. */
static bool
contains(struct str text, const char *words)
{
    size_t len = strlen(words);
    size_t i;

    for (i = 0; i + len <= text.len; i++)
        if (memcmp(text.at + i, words, len) == 0)
            return true;
    return false;
}

static enum err_kind
kind_of(int status, struct str message)
{
    size_t i;

    for (i = 0; i < sizeof(phrases) / sizeof(*phrases); i++)
        if ((phrases[i].status == 0 || phrases[i].status == status) &&
            contains(message, phrases[i].first) &&
            contains(message, phrases[i].then))
            return phrases[i].kind;
    for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
        if (kinds[i].status == status)
            return kinds[i].kind;
    if (status >= 500)
        return ERR_SERVER;
    return status >= 400 ? ERR_REJECTED : ERR_OTHER;
}

static bool
refused(int status, struct str message, struct err *err)
{
    return err_set_kind(err, kind_of(status, message), "%.*s",
                        message.len < ERR_TEXT_SIZE ? (int)message.len
                                                    : ERR_TEXT_SIZE,
                        message.at);
}

static bool
refused_without_words(int status, const char *with, struct err *err)
{
    /* A 404 that no engine wrote says nothing of any container. */
    enum err_kind kind =
        status == 404 ? ERR_UNSUPPORTED : kind_of(status, str_of(""));

    return err_set_kind(err, kind, "the engine answered %d with %s", status,
                        with);
}

static bool
refused_in_json(int status, struct str body, struct err *err)
{
    struct json *root = json_parse(body, NULL);
    const char *text = json_text(json_find(root, "message"));
    struct str message = str_trim(str_of(text));

    if (message.len > 0)
        (void)refused(status, message, err);
    else
        (void)refused_without_words(status, "no reason", err);
    json_free(root);
    return false;
}

bool
answer_refused(int status, bool is_page, struct str body, const char *unchanged,
               struct err *err)
{
    body = str_trim(body);
    if (status == 304 && unchanged)
        return err_set_kind(err, ERR_UNCHANGED, "%s", unchanged);
    if (body.len == 0)
        return refused_without_words(status, "no reason", err);
    if (is_page || body.at[0] == '<')
        return refused_without_words(
            status, "a page that is no answer of an engine", err);
    if (body.at[0] == '{' || body.at[0] == '[')
        return refused_in_json(status, body, err);
    return refused(status, body, err);
}
