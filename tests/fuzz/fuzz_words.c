/*
 * What a person types or configures: command lines, key names and endpoints.
 */
#include "config.h"

#include "base/mem.h"
#include "net/endpoint.h"
#include "ui/keys/key.h"
#include "work/command.h"

#include "fuzz/fuzz.h"

#include <stdlib.h>

static void
check_words(struct str line)
{
    struct err err = {.kind = ERR_OTHER, .text = ""};
    struct words words;
    bool ok = words_split(&words, line, &err);

    assert(ok == (err.text[0] == '\0'));
    for (size_t i = 0; ok && i < words.count; i++) {
        assert(words.at[i].at[words.at[i].len] == '\0');
        assert(words.at[i].len <= line.len);
    }
}

/* A key has a name by which it is found again. */
static void
check_key(struct str name)
{
    struct buf out = BUF_INIT(256);
    struct key key;
    struct key again;

    if (key_parse(&key, name)) {
        key_print(&out, &key);
        assert(key_parse(&again, buf_str(&out)));
        assert(key_equal(&key, &again));
    }
    buf_release(&out);
}

static void
check_endpoint(struct str text)
{
    char *url = xstrndup(text.at, text.len);
    struct err err = {.kind = ERR_OTHER, .text = ""};
    struct endpoint endpoint;
    struct endpoint again;

    if (endpoint_parse(&endpoint, url, &err)) {
        assert(endpoint_parse(&again, endpoint.url, NULL));
        assert(again.kind == endpoint.kind);
        assert(strcmp(again.url, endpoint.url) == 0);
        endpoint_release(&again);
        endpoint_release(&endpoint);
    } else {
        assert(err.text[0] != '\0');
    }
    free(url);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = str_make((const char *)data, size);

    check_words(text);
    check_key(text);
    check_endpoint(text);
    return 0;
}
