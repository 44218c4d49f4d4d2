#include "connection/device_connection.hpp"

#include "fake_device.hpp"

#include <catch2/catch.hpp>

namespace perisphere::studio_test
{

using studio::DeviceConnection;
using studio::LineSplitter;

TEST_CASE("lines are taken whole, however they come")
{
    LineSplitter lines;
    lines.add("one\ntw");
    CHECK(lines.take() == QByteArray("one"));
    CHECK_FALSE(lines.take());
    lines.add("o\n\nthree");
    CHECK(lines.take() == QByteArray("two"));
    CHECK(lines.take() == QByteArray(""));
    CHECK_FALSE(lines.take());
    CHECK_FALSE(lines.isTooLong());
    lines.add(QByteArray(LineSplitter::kMaxLineBytes, 'x'));
    CHECK_FALSE(lines.take());
    CHECK(lines.isTooLong());
}

namespace
{

struct Bench {
    FakeDevice device;
    DeviceConnection connection;

    void attach()
    {
        connection.attach(device.socket(), QStringLiteral("bench"));
        REQUIRE(until([&] { return connection.isAttached() && device.isConnected(); }));
    }
};

} // namespace

TEST_CASE("a call is answered, and an error says what was expected")
{
    Bench bench;
    bench.device.answers["device.info"] = {{"result", {{"name", "bench"}}}};
    bench.device.answers["part.get"] = {
        {"error",
         {{"code", -32602}, {"message", "no such part"}, {"data", {{"advice", "did you mean"}}}}}};
    bench.attach();
    std::string name;
    std::string error;
    bench.connection.call("device.info", json::Value::object(), &bench.connection,
                          [&](const auto& answer) { name = answer.value()["name"]; });
    bench.connection.call("part.get", json::Value::object(), &bench.connection,
                          [&](const auto& answer) { error = answer.error().toString(); });
    REQUIRE(until([&] { return !name.empty() && !error.empty(); }));
    CHECK(name == "bench");
    CHECK_THAT(error, Catch::Contains("no such part") && Catch::Contains("did you mean"));
}

TEST_CASE("a listener that is gone is not called")
{
    Bench bench;
    bench.attach();
    auto listener = std::make_unique<QObject>();
    bool isCalled = false;
    bool isOver = false;
    bench.connection.call("a", json::Value::object(), listener.get(),
                          [&](const auto&) { isCalled = true; });
    bench.connection.call("b", json::Value::object(), &bench.connection,
                          [&](const auto&) { isOver = true; });
    listener.reset();
    REQUIRE(until([&] { return isOver; }));
    CHECK_FALSE(isCalled);
}

TEST_CASE("a device that was killed is looked for until it is back, and watched again")
{
    Bench bench;
    bench.device.answers["time.watch"] = {{"result", {{"subscription", 7}}}};
    int told = 0;
    bench.connection.watch("time.watch", json::Value::object(), &bench.connection,
                           [&](const auto&) { ++told; });
    QStringList lost;
    QObject::connect(&bench.connection, &DeviceConnection::lost, &bench.connection,
                     [&](const QString& why) { lost.append(why); });
    bench.attach();
    REQUIRE(until([&] { return bench.device.countOf("time.watch") == 1; }));
    bench.device.notify("time.changed", {{"subscription", 7}});
    REQUIRE(until([&] { return told == 1; }));

    std::string waiting;
    bench.device.answers.clear();
    bench.device.die();
    bench.connection.call("time.step", json::Value::object(), &bench.connection,
                          [&](const auto& answer) { waiting = answer.error().toString(); });
    REQUIRE(until([&] { return bench.connection.state() == DeviceConnection::State::Lost; }));
    CHECK(lost.size() == 1);
    REQUIRE(until([&] { return !waiting.empty(); }));
    CHECK_THAT(waiting, Catch::Contains("there is no device"));

    bench.device.answers["time.watch"] = {{"result", {{"subscription", 1}}}};
    bench.device.listen();
    REQUIRE(until([&] { return bench.connection.isAttached() && bench.device.isConnected(); }));
    REQUIRE(until([&] { return bench.device.countOf("time.watch") == 2; }));
    bench.device.notify("time.changed", {{"subscription", 1}});
    REQUIRE(until([&] { return told == 2; }));
}

TEST_CASE("what no device says is passed over, and too much of it ends the connection")
{
    Bench bench;
    bench.attach();
    for (const char* const line :
         {"", "no JSON", "[]", "3", "{\"id\":\"x\"}", "{\"id\":999,\"result\":{}}",
          "{\"method\":\"part.changed\",\"params\":{\"subscription\":-1}}",
          "{\"method\":\"part.changed\",\"params\":[]}", "{\"id\":null}"})
        bench.device.send(line);
    bool isAnswered = false;
    bench.connection.call("a", json::Value::object(), &bench.connection,
                          [&](const auto& answer) { isAnswered = answer.has_value(); });
    REQUIRE(until([&] { return isAnswered; }));
    bench.device.send(QByteArray(LineSplitter::kMaxLineBytes + 1'000'000, 'x'));
    REQUIRE(until([&] { return bench.connection.state() != DeviceConnection::State::Attached; }));
}

TEST_CASE("an answer that is not what the API has is as none, and the next one is taken")
{
    Bench bench;
    bench.attach();
    bench.device.answers["core.list"] = {{"result", {{"cores", "two"}}}};
    bench.device.answers["app.list"] = {{"result", {{"apps", {"a", "b"}}}}};
    int taken = 0;
    const auto take = [&](const Result<json::Value>& answer) {
        REQUIRE(answer);
        for (const auto& list : *answer)
            taken += list.at(1).get<std::string>() == "b" ? 1 : 100;
    };
    bench.connection.call("core.list", json::Value::object(), &bench.connection, take);
    bench.connection.call("app.list", json::Value::object(), &bench.connection, take);
    REQUIRE(until([&] { return taken != 0; }));
    CHECK(taken == 1);
}

TEST_CASE("a flood of messages leaves the window its turns")
{
    Bench bench;
    bench.device.answers["part.watch"] = {{"result", {{"subscription", 1}}}};
    int told = 0;
    int turns = 0;
    bench.connection.watch("part.watch", json::Value::object(), &bench.connection,
                           [&](const auto&) { ++told; });
    bench.attach();
    REQUIRE(until([&] { return bench.device.countOf("part.watch") == 1; }));
    constexpr int kMessages = 20'000;
    QByteArray flood;
    for (int i = 0; i < kMessages; ++i)
        flood += "{\"method\":\"part.changed\",\"params\":{\"subscription\":1,\"values\":[]}}\n";
    bench.device.send(flood);
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] { turns += told < kMessages ? 1 : 0; });
    timer.start(0);
    REQUIRE(until([&] { return told == kMessages; }));
    CHECK(turns > 1);
}

} // namespace perisphere::studio_test
