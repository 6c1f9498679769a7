// communication.c: what is told to whom, what went out, and whom to call (7.4, A.5.5, A.5.6).
// SPDX-License-Identifier: Apache-2.0
#include "plan/context/context_part.h"
#include "platform/base/time.h"

static const choice sides[] = {{"inside", "Inside", 0}, {"outside", "Outside", 0}, {0}};
static const field communication_fields[] = {
    FIELD(communication, what, "What", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(communication, side, "Side", .flags = LISTED | CHIPS, .choices = sides),
    FIELD(communication, audience, "To whom", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(communication, occasion, "When", .flags = REQUIRED | LISTED, .max = 200,
          .help = "The occasion, in words: on joining, after each audit, when an incident touches them."),
    FIELD(communication, channel, "How", .flags = REQUIRED | LISTED, .max = 200),
    FIELD(communication, owner, "Who", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(communication, every, "Every … months", .min = 1, .max = 60, .help = "Empty: on the occasion only."),
    FIELD(communication, next_on, "Next", .flags = LISTED | DUE),
};
const entity communication_entity = {
    ENTITY(communication, "CN", "Communication", "Communication plan", SEE_REGISTER, ADD_REGISTER, SET_REGISTER,
           MANAGER),
    .icon = "mail",
    .scope = SCOPE_EVERYONE,
    .title = "what",
    .owner = "owner",
    .sort = "side,what",
    .plain = true,
    .help = "What about information security is told, to whom, when and how; what went out is noted on its page."};

static const field message_fields[] = {
    FIELD(message, communication, "Communication", .flags = REQUIRED | LISTED, .to = &communication_entity),
    FIELD(message, title, "Subject", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(message, sent_on, "Sent on", .flags = REQUIRED | LISTED | SORTED),
    FIELD(message, audience, "To", .flags = LISTED, .max = 200, .help = "Empty: as planned."),
    FIELD(message, channel, "By", .flags = LISTED, .max = 200, .help = "Empty: as planned."),
    FIELD(message, content, "Content", .flags = LONG | SEARCHED),
    FIELD(message, sender, "Sent by", .flags = LISTED, .to = &person_entity, .help = "Empty: you."),
};

static bool message_check(ctx *c, void *rec, const void *before)
{
    message *x = rec;
    const communication *plan = record_load(c, &communication_entity, x->communication.id);
    if (!plan) return false;
    if (before) return fail(c, NULL, "What went out does not change: note another message.");
    if (x->sent_on.day > c->today.day)
        return fail(c, "sent_on", "That day is yet to come: a message is noted when it has gone out.");
    if (!x->audience.n) x->audience = plan->audience;
    if (!x->channel.n) x->channel = plan->channel;
    if (!x->sender.id) x->sender.id = c->person ? c->person : plan->owner.id;
    return true;
}

// What recurs is due anew, counted from what went out last.
static bool message_saved(ctx *c, const void *rec, const void *before)
{
    const message *x = rec;
    (void)before;
    communication *plan = x ? record_seek(c, &communication_entity, x->communication.id) : NULL;
    if (!plan || !plan->every) return true;
    date next = date_add_months(x->sent_on, (int)plan->every);
    if (next.day <= plan->next_on.day) return true;
    plan->next_on = next;
    return record_save_as(c, &communication_entity, plan, "tell");
}

const entity message_entity = {
    ENTITY(message, "MS", "Message", "Messages sent", SEE_REGISTER, ADD_REGISTER, NOBODY, MANAGER),
    .icon = "mail",
    .scope = SCOPE_EVERYONE,
    .title = "title",
    .sort = "-sent_on",
    .plain = true,
    .help = "What went out is noted on the page of its communication.",
    .check = message_check,
    .saved = message_saved};

const choice contact_kinds[] = {
    {"authority", "Authority", 0},  {"police", "Police", 0},   {"emergency", "Emergency service", 0},
    {"group", "Interest group", 0}, {"adviser", "Adviser", 0}, {0}};
static const field contact_fields[] = {
    FIELD(contact, name, "Organisation", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(contact, kind, "Kind", .flags = LISTED | CHIPS, .choices = contact_kinds),
    FIELD(contact, purpose, "When to call", .flags = REQUIRED | LISTED | SEARCHED, .max = 300),
    FIELD(contact, person, "Person", .flags = LISTED, .max = 160),
    FIELD(contact, telephone, "Telephone", .flags = LISTED, .max = 60),
    FIELD(contact, email, "E-mail", .flags = LISTED, .max = 160),
    FIELD(contact, web, "Page or form", .max = 300),
    FIELD(contact, owner, "In touch", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(contact, check_on, "Check again", .flags = LISTED | DUE,
          .help = "When somebody tries whether it still holds."),
};

static bool contact_check(ctx *c, void *rec, const void *before)
{
    const contact *x = rec;
    (void)before;
    if (!x->telephone.n && !x->email.n && !x->web.n)
        return fail(c, "telephone", "Say how they are reached: a telephone, an e-mail address or a page.");
    return true;
}

const entity contact_entity = {
    ENTITY(contact, "CT", "Contact", "Contacts", SIGNED_IN, ADD_REGISTER, SET_REGISTER, MANAGER),
    .icon = "users",
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .owner = "owner",
    .sort = "kind,name",
    .plain = true,
    .help = "Authorities and interest groups, and how to reach them when it counts.",
    .check = contact_check};
