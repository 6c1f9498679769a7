// content.c: finds the embedded files of content/ and demo/.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/content.h"

extern const content_file content_files[]; // made by script/embed
extern const int content_count;

const content_file *content_at(int n)
{
    return n >= 0 && n < content_count ? &content_files[n] : NULL;
}

str content_find(str name)
{
    for (int i = 0; i < content_count; i++)
        if (str_eq(content_files[i].name, name)) return content_files[i].text;
    return (str){0};
}
