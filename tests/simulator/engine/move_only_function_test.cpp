#include "perisphere/engine/move_only_function.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <memory>

namespace perisphere::move_only_function_test
{

using namespace perisphere::engine;

namespace
{

struct Counted {
    explicit Counted(int& live)
        : m_live(&live)
    {
        ++*m_live;
    }
    Counted(Counted&& other) noexcept
        : m_live(other.m_live)
    {
        ++*m_live;
    }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    Counted& operator=(Counted&&) = delete;
    ~Counted() { --*m_live; }
    int operator()(int add) { return *m_live + add; }

private:
    int* m_live;
};

} // namespace

TEST_CASE("a callable that cannot be copied is held, moved and called")
{
    MoveOnlyFunction<int(int)> first = [owned = std::make_unique<int>(40)](int add) {
        return *owned + add;
    };
    MoveOnlyFunction<int(int)> second = std::move(first);
    CHECK(second(2) == 42);
    CHECK_FALSE(static_cast<bool>(first)); // NOLINT(bugprone-use-after-move): that is the point
}

TEST_CASE("a callable larger than the inline storage is held on the heap")
{
    std::array<int, 100> numbers{};
    numbers[99] = 7;
    MoveOnlyFunction<int()> first = [numbers] { return numbers[99]; };
    MoveOnlyFunction<int()> second;
    second = std::move(first);
    CHECK(second() == 7);
}

TEST_CASE("what a callable holds is destroyed exactly once")
{
    int live = 0;
    {
        MoveOnlyFunction<int(int)> first{Counted(live)};
        CHECK(live == 1);
        MoveOnlyFunction<int(int)> second(std::move(first));
        CHECK(live == 1);
        CHECK(second(1) == 2);
        second.clear();
        CHECK(live == 0);
    }
    CHECK(live == 0);
}

} // namespace perisphere::move_only_function_test
