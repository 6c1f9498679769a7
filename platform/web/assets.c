// assets.c: finds the embedded files of the pages.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/assets.h"

#include <assert.h>

extern const asset_file asset_files[]; // made by script/embed
extern const int asset_count;

const asset_file *asset_at(int n)
{
    return n >= 0 && n < asset_count ? &asset_files[n] : NULL;
}

const asset_file *asset_find(str name)
{
    for (int i = 0; i < asset_count; i++)
        if (str_eq(asset_files[i].name, name)) return &asset_files[i];
    return NULL;
}

str asset_url(str name)
{
    const asset_file *f = asset_find(name);
    assert(f);
    return f->url;
}
