#include "perisphere/base/line_buffer.hpp"

#include <catch2/catch.hpp>

using namespace perisphere;
using namespace std::string_literals;

namespace
{

using Lines = std::vector<std::string>;

Lines takeAll(LineBuffer& buffer)
{
    Lines lines;
    while (const auto line = buffer.take())
        lines.push_back(*line);
    return lines;
}

/// What comes out of the bytes, however they are cut into chunks; the rest last.
Lines linesOf(std::string_view bytes, std::size_t maxLineBytes = LineBuffer::kUnlimited)
{
    const auto inChunks = [&](std::size_t size) {
        LineBuffer buffer(maxLineBytes);
        Lines lines;
        for (std::size_t at = 0; at < bytes.size(); at += size) {
            buffer.add(bytes.substr(at, size));
            for (std::string& line : takeAll(buffer))
                lines.push_back(std::move(line));
        }
        lines.push_back(buffer.takeRest());
        return lines;
    };
    Lines whole = inChunks(bytes.size());
    for (std::size_t size = 1; size < bytes.size(); ++size) {
        INFO("chunks of " << size);
        CHECK(inChunks(size) == whole);
    }
    return whole;
}

} // namespace

TEST_CASE("lines come without their ends, whatever chunks they come in")
{
    CHECK(linesOf("one\ntwo\r\n\nrest") == Lines{"one", "two", "", "rest"});
    CHECK(linesOf("one\n") == Lines{"one", ""});
    CHECK(linesOf("a\rb\r\r\n") == Lines{"a\rb\r", ""});
    CHECK(linesOf("cut\r") == Lines{"cut"});
}

TEST_CASE("a line may hold NUL bytes and what is no UTF-8")
{
    CHECK(linesOf("a\0b\n\0\n\xff\xfe\n"s) == Lines{"a\0b"s, "\0"s, "\xff\xfe", ""});
}

TEST_CASE("a line that is too long comes in pieces")
{
    CHECK(linesOf("12345678\n", 8) == Lines{"12345678", ""});
    CHECK(linesOf("12345678\r\n", 8) == Lines{"12345678", ""});
    CHECK(linesOf("123456789\n", 8) == Lines{"12345678", "9", ""});
    CHECK(linesOf("1234567890123456789", 8) == Lines{"12345678", "90123456", "789"});
    CHECK(linesOf("1234567\r8\n", 8) == Lines{"1234567\r", "8", ""});
    CHECK(linesOf("12345678", 8) == Lines{"12345678"});
    CHECK(linesOf("1234567\0\0\n"s, 8) == Lines{"1234567\0"s, "\0"s, ""});
}

TEST_CASE("a piece of a line does not end within a character")
{
    CHECK(linesOf("123456ä\n", 8) == Lines{"123456ä", ""});
    CHECK(linesOf("1234567ä\n", 8) == Lines{"1234567", "ä", ""});
    CHECK(linesOf("123456€x", 8) == Lines{"123456", "€x"});
    CHECK(linesOf("12345\xF0\x9F\x98\x80\n", 8) == Lines{"12345", "\xF0\x9F\x98\x80", ""});
    CHECK(linesOf("ääää€", 4) == Lines{"ää", "ää", "€"});
}

TEST_CASE("bytes that are no UTF-8 are cut at the limit")
{
    const std::string bytes(10, '\x80');
    CHECK(linesOf(bytes, 8) == Lines{bytes.substr(0, 8), bytes.substr(8)});
    CHECK(linesOf("1234567\xE2\n", 8) == Lines{"1234567\xE2", ""});
}

TEST_CASE("a line without end takes no more room than the limit when it is taken")
{
    LineBuffer buffer(1000);
    std::size_t taken = 0;
    for (int i = 0; i < 100; ++i) {
        buffer.add(std::string(300, 'x'));
        for (const std::string& piece : takeAll(buffer))
            taken += piece.size();
        CHECK(buffer.lineBytes() <= 1000);
    }
    CHECK(taken + buffer.takeRest().size() == 30000);
}

TEST_CASE("the size of a line that has not ended is known")
{
    LineBuffer buffer;
    buffer.add("12345");
    CHECK(buffer.lineBytes() == 5);
    CHECK_FALSE(buffer.hasLine());
    buffer.add("67\n89");
    CHECK(buffer.lineBytes() == 7);
    CHECK(buffer.take() == "1234567");
    CHECK(buffer.lineBytes() == 2);
    CHECK(buffer.takeRest() == "89");
    CHECK(buffer.lineBytes() == 0);
}
