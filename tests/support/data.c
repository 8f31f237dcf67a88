#include "support/data.h"

#include "base/json.h"
#include "base/mem.h"
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>

char *
data_read(const char *name)
{
    char path[1024];
    size_t cap = 0;
    size_t len = 0;
    char *text = NULL;
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", TEST_DATA, name);
    file = fopen(path, "rb");
    if (!file)
        fail_msg("no file %s", path);
    do {
        text = array_grow(text, &cap, len + 4096, 1);
        len += fread(text + len, 1, cap - len - 1, file);
    } while (!feof(file) && !ferror(file));
    text[len] = '\0';
    (void)fclose(file);
    return text;
}

bool
data_line(struct str *rest, struct str *line)
{
    while (str_cut(rest, '\n', line))
        if (line->len > 0)
            return true;
    return false;
}

void
data_elements(const char *name,
              bool (*each)(void *data, struct str element, struct err *err),
              void *data)
{
    struct json_cutter *cutter = json_cutter_new(each, data);
    char *text = data_read(name);
    struct err err = ERR_INIT;

    if (!json_cutter_feed(cutter, str_of(text), &err) ||
        !json_cutter_finish(cutter, &err))
        fail_msg("%s: %s", name, err.text);
    json_cutter_free(cutter);
    free(text);
}
