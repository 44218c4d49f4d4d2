// A JSON text that is changed in places: everything else in it stays as somebody has written it,
// spaces and members that nobody knows included.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::studio
{

/// The text has been parsed without an error, its root is an object, and the members that are
/// named here are lists (or, where it says so, not there).
class JsonText
{
public:
    explicit JsonText(std::string text)
        : m_text(std::move(text))
    {
    }

    [[nodiscard]] const std::string& text() const { return m_text; }

    /// Puts an element at the end of the root's list `key`, which is made where it is not there.
    void append(std::string_view key, std::string_view element);
    void remove(std::string_view key, std::size_t index);
    /// Another one in its place.
    void replace(std::string_view key, std::size_t index, std::string_view element);
    /// A member of the object at `index` of the list, replaced or added.
    void setMember(std::string_view key, std::size_t index, std::string_view member,
                   std::string_view value);

private:
    /// Offsets in the text.
    struct Span {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    struct Member {
        Span key;
        Span value;
    };
    [[nodiscard]] std::size_t skipSpace(std::size_t at) const;
    [[nodiscard]] std::size_t endOfValue(std::size_t begin) const;
    [[nodiscard]] std::vector<Member> membersOf(std::size_t begin) const;
    [[nodiscard]] std::vector<Span> elementsOf(std::size_t begin) const;
    [[nodiscard]] const Member* find(const std::vector<Member>& members,
                                     std::string_view key) const;
    [[nodiscard]] std::string spaceBefore(std::size_t at) const;

    std::string m_text;
};

} // namespace perisphere::studio
