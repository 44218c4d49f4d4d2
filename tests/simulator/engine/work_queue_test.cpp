#include "perisphere/engine/work_queue.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace perisphere::work_queue_test
{

using namespace perisphere::engine;

TEST_CASE("work is done in order; what it pushes waits for the next turn")
{
    WorkQueue queue;
    std::string done;
    queue.push([&] {
        done += 'a';
        queue.push([&] { done += 'c'; });
    });
    queue.push([&] { done += 'b'; });
    queue.runAll();
    CHECK(done == "ab");
    CHECK(queue.hasWork());
    queue.runAll();
    CHECK(done == "abc");
    CHECK_FALSE(queue.hasWork());
}

TEST_CASE("a closed queue takes nothing more but gives what it has")
{
    WorkQueue queue;
    int done = 0;
    CHECK(queue.push([&] { ++done; }));
    queue.close();
    CHECK_FALSE(queue.push([&] { ++done; }));
    queue.runAll();
    CHECK(done == 1);
}

} // namespace perisphere::work_queue_test
