#include "support/live_screen.hpp"

#include <catch2/catch.hpp>

namespace perisphere::live_screen_test
{

using perisphere::tools::LiveScreen;

TEST_CASE("a footer that is there already costs nothing")
{
    LiveScreen screen;
    CHECK(screen.draw({"board"}) == "\r\x1b[Jboard\x1b[K");
    CHECK(screen.draw({"board"}).empty());
}

TEST_CASE("a changed footer of the same height is written over the old one")
{
    LiveScreen screen;
    static_cast<void>(screen.draw({"LED off", "help"}));
    CHECK(screen.draw({"LED on", "help"}) == "\r\x1b[1ALED on\x1b[K\r\nhelp\x1b[K");
}

TEST_CASE("lines are printed in the place of the footer, which follows them")
{
    LiveScreen screen;
    static_cast<void>(screen.draw({"one", "two", "three"}));
    screen.print("log");
    CHECK(screen.draw({"one", "two", "three"}) ==
          "\r\x1b[2A\x1b[Jlog\r\none\x1b[K\r\ntwo\x1b[K\r\nthree\x1b[K");
}

TEST_CASE("a resized terminal gets the latest lines that it has room for")
{
    LiveScreen screen;
    for (const char* line : {"1", "2", "3"})
        screen.print(line);
    static_cast<void>(screen.draw({"board", "help"}));
    CHECK(screen.redraw({"board", "help"}, 4) ==
          "\x1b[H\x1b[2J2\r\n3\r\nboard\x1b[K\r\nhelp\x1b[K");
}

TEST_CASE("at the end the footer goes and what waits is printed")
{
    LiveScreen screen;
    static_cast<void>(screen.draw({"board", "help"}));
    screen.print("stopped");
    CHECK(screen.finish() == "\r\x1b[1A\x1b[Jstopped\r\n");
}

} // namespace perisphere::live_screen_test
