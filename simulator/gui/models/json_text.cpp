#include "models/json_text.hpp"

#include <algorithm>

namespace perisphere::studio
{
namespace
{

constexpr std::string_view kJsonSpace = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF"; // of byte order

std::string quoted(std::string_view key)
{
    return '"' + std::string(key) + '"';
}

} // namespace

std::size_t JsonText::skipSpace(std::size_t at) const
{
    if (at == 0 && m_text.starts_with(kByteOrderMark))
        at = kByteOrderMark.size();
    return std::min(m_text.find_first_not_of(kJsonSpace, at), m_text.size());
}

std::size_t JsonText::endOfValue(std::size_t begin) const
{
    std::size_t depth = 0;
    for (std::size_t at = begin; at < m_text.size(); ++at) {
        const char c = m_text[at];
        if (c == '"') {
            for (++at; at < m_text.size() && m_text[at] != '"'; ++at)
                if (m_text[at] == '\\')
                    ++at;
            if (depth == 0)
                return at + 1;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                return at; // of the number before it
            if (--depth == 0)
                return at + 1;
        } else if (depth == 0 && (c == ',' || kJsonSpace.find(c) != std::string_view::npos)) {
            return at;
        }
    }
    return m_text.size();
}

std::vector<JsonText::Member> JsonText::membersOf(std::size_t begin) const
{
    std::vector<Member> members;
    std::size_t at = skipSpace(begin + 1);
    while (at < m_text.size() && m_text[at] == '"') {
        Member member;
        member.key = {at, endOfValue(at)};
        const std::size_t value = skipSpace(skipSpace(member.key.end) + 1); // past the colon
        member.value = {value, endOfValue(value)};
        members.push_back(member);
        at = skipSpace(member.value.end);
        if (at < m_text.size() && m_text[at] == ',')
            at = skipSpace(at + 1);
    }
    return members;
}

std::vector<JsonText::Span> JsonText::elementsOf(std::size_t begin) const
{
    std::vector<Span> elements;
    std::size_t at = skipSpace(begin + 1);
    while (at < m_text.size() && m_text[at] != ']') {
        elements.push_back({at, endOfValue(at)});
        at = skipSpace(elements.back().end);
        if (at < m_text.size() && m_text[at] == ',')
            at = skipSpace(at + 1);
    }
    return elements;
}

const JsonText::Member* JsonText::find(const std::vector<Member>& members,
                                       std::string_view key) const
{
    // The last one wins, as in the parser.
    const auto found = std::find_if(members.rbegin(), members.rend(), [&](const Member& member) {
        return m_text.compare(member.key.begin, member.key.end - member.key.begin, quoted(key)) ==
               0;
    });
    return found == members.rend() ? nullptr : &*found;
}

std::string JsonText::spaceBefore(std::size_t at) const
{
    const std::size_t begin = m_text.find_last_not_of(kJsonSpace, at - 1) + 1;
    return m_text.substr(begin, at - begin);
}

void JsonText::append(std::string_view key, std::string_view element)
{
    const std::size_t root = skipSpace(0);
    const std::vector<Member> members = membersOf(root);
    const std::string outer = members.empty() ? "\n  " : spaceBefore(members.front().key.begin);
    const bool isInLines = outer.find('\n') != std::string::npos;
    const std::string inner =
        isInLines ? outer + outer.substr(outer.rfind('\n') + 1) : std::string();
    const std::string close = isInLines ? outer : std::string();
    const Member* const list = find(members, key);
    if (list == nullptr) {
        const std::string text = (members.empty() ? "" : ",") + outer + quoted(key) + ": [" +
                                 inner + std::string(element) + close + "]";
        const std::size_t at = members.empty() ? root + 1 : members.back().value.end;
        m_text.insert(at, text + (members.empty() ? "\n" : ""));
        return;
    }
    const std::vector<Span> elements = elementsOf(list->value.begin);
    if (elements.empty()) {
        m_text.replace(list->value.begin, list->value.end - list->value.begin,
                       '[' + inner + std::string(element) + close + ']');
        return;
    }
    std::string space = spaceBefore(elements.back().begin);
    if (space.empty())
        space = " ";
    m_text.insert(elements.back().end, ',' + space + std::string(element));
}

void JsonText::remove(std::string_view key, std::size_t index)
{
    const Member* list = nullptr;
    const std::vector<Member> members = membersOf(skipSpace(0));
    list = find(members, key);
    if (list == nullptr)
        return;
    const std::vector<Span> elements = elementsOf(list->value.begin);
    if (index >= elements.size())
        return;
    Span gone = elements[index];
    if (elements.size() == 1)
        gone = {list->value.begin + 1, list->value.end - 1};
    else if (index > 0)
        gone.begin = elements[index - 1].end;
    else
        gone.end = elements[1].begin;
    m_text.erase(gone.begin, gone.end - gone.begin);
}

void JsonText::replace(std::string_view key, std::size_t index, std::string_view element)
{
    const std::vector<Member> members = membersOf(skipSpace(0));
    const Member* const list = find(members, key);
    if (list == nullptr)
        return;
    const std::vector<Span> elements = elementsOf(list->value.begin);
    if (index < elements.size())
        m_text.replace(elements[index].begin, elements[index].end - elements[index].begin, element);
}

void JsonText::setMember(std::string_view key, std::size_t index, std::string_view member,
                         std::string_view value)
{
    const std::vector<Member> members = membersOf(skipSpace(0));
    const Member* const list = find(members, key);
    if (list == nullptr)
        return;
    const std::vector<Span> elements = elementsOf(list->value.begin);
    if (index >= elements.size())
        return;
    const std::vector<Member> own = membersOf(elements[index].begin);
    if (const Member* const there = find(own, member); there != nullptr) {
        m_text.replace(there->value.begin, there->value.end - there->value.begin, value);
        return;
    }
    const std::string text = quoted(member) + ": " + std::string(value);
    if (own.empty()) {
        m_text.insert(elements[index].begin + 1, text);
        return;
    }
    std::string space = spaceBefore(own.back().key.begin);
    if (space.empty())
        space = " ";
    m_text.insert(own.back().value.end, ',' + space + text);
}

} // namespace perisphere::studio
