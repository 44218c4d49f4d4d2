#include "perisphere/control/base64.hpp"
#include "perisphere/control/description.hpp"
#include "perisphere/control/error_codes.hpp"
#include "perisphere/control/methods.hpp"
#include "server_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace perisphere::api_test
{

using namespace perisphere::control;
using test::request;

namespace
{

/// Parameters that the fake target answers with a result.
const std::map<std::string, json::Value, std::less<>> kParameters = {
    {"rpc.authenticate", {{"token", ""}}},
    {"rpc.unsubscribe", {{"subscription", 1}}},
    {"time.setMode", {{"mode", "x10"}}},
    {"time.step", {{"nanoseconds", 1000}}},
    {"part.get", {{"property", "display1.screen"}}},
    {"part.set", {{"property", "button1.pressed"}, {"value", true}}},
    {"part.watch", {{"properties", {"led*.*"}}}},
    {"part.pixels", {{"property", "display1.screen"}}},
    {"bus.serve", {{"part", "custom1"}}},
    {"pin.get", {{"pin", "gpio8"}}},
    {"board.check",
     {{"path", "/my/board.json"},
      {"text", R"({"name": "Mine", "chip": "MT3620", "hardwareDefinition": "mt3620_rdb.json",
                   "outline": {"width": 9, "height": 9}, "supplies": {"GND": 0, "3V3": 3.3},
                   "parts": [{"name": "D1", "type": "led"}],
                   "wires": [["D1.anode", "3V3"], ["GND", "3V3"]]})"}}},
    {"snapshot.restore", {{"name", "before"}}},
    {"snapshot.remove", {{"name", "before"}}},
    {"signal.record", {{"signals", {"gpio8"}}}},
    {"serial.read", {{"port", "TERM1"}}},
    {"serial.send", {{"port", "TERM1"}, {"data", "aGk="}}},
    {"serial.watch", {{"port", "TERM1"}}},
    {"network.setClock", {{"seconds", 1767225600}}},
    {"wifi.addAccessPoint", {{"name", "CAFE"}, {"settings", {{"ssid", "Cafe"}}}}},
    {"wifi.removeAccessPoint", {{"name", "CAFE"}}},
    {"fault.inject", {{"type", "nack"}, {"parameters", {{"address", 80}}}}},
    {"fault.clear", {{"fault", 1}}},
    {"upload.add", {{"upload", "blink"}, {"content", "aGk="}}},
    {"app.install", {{"package", "/blink.imagepackage"}}},
    {"app.status", {{"app", "blink"}}},
    {"app.start", {{"app", "blink"}, {"debug", true}}},
    {"app.stop", {{"app", "blink"}}},
    {"app.remove", {{"app", "blink"}}},
    {"app.memory", {{"app", "blink"}}},
    {"app.permissions", {{"app", "blink"}}},
    {"update.offer", {{"kind", "system"}}},
    {"identity.change", {{"action", "renew"}}},
    {"core.registers", {{"core", 0}}},
    {"core.memory", {{"core", 0}, {"address", 1048576}, {"bytes", 16}}},
    {"core.disassemble", {{"core", 0}, {"elf", "/blink.out"}, {"function", "main"}}},
    {"core.stack", {{"core", 0}}},
    {"core.interrupts", {{"core", 0}}},
    {"core.peripherals", {{"core", 0}, {"peripheral", "GPT"}}},
    {"core.hold", {{"core", 0}}},
    {"core.release", {{"core", 0}}},
    {"core.step", {{"core", 0}, {"instructions", 3}}},
    {"core.stepBack", {{"core", 0}}},
    {"core.history.start", {{"core", 0}}},
    {"core.history.stop", {{"core", 0}}},
    {"core.profile.start", {{"core", 0}}},
    {"core.profile.stop", {{"core", 0}}},
    {"core.profile.read", {{"core", 0}}},
    {"core.coverage", {{"core", 0}}},
};

json::Value parametersOf(std::string_view method)
{
    const auto found = kParameters.find(method);
    return found == kParameters.end() ? json::Value::object() : found->second;
}

std::string findings(const Description& description, const json::Value& schema,
                     const json::Value& value)
{
    const auto compiled = description.compile(schema).value();
    const auto document = json::Document::parse(value.dump(), "", {.stringBytes = 65536}).value();
    std::string text;
    for (const Diagnostic& finding : compiled.validate(document))
        text += finding.toString() + "\n";
    return text;
}

void collectKeys(const json::Value& value, std::set<std::string>& keys)
{
    for (const auto& [key, child] : value.items()) {
        if (value.is_object())
            keys.insert(key);
        if (child.is_structured())
            collectKeys(child, keys);
    }
}

} // namespace

TEST_CASE("every described method is implemented, and every implemented one described")
{
    const auto description = Description::load().value();
    std::set<std::string_view> described(description.methodNames().begin(),
                                         description.methodNames().end());
    const auto implemented = implementedMethods();
    CHECK(described == std::set<std::string_view>(implemented.begin(), implemented.end()));
    CHECK(implemented.size() == description.root()["methods"].size());
}

TEST_CASE("the document lists the error codes that are in use")
{
    const auto description = Description::load().value();
    const json::Value& errors = description.root()["errors"];
    REQUIRE(errors.size() == rpcErrors().size());
    std::set<std::string> names;
    for (std::size_t i = 0; i < errors.size(); ++i) {
        CHECK(errors[i]["code"] == rpcErrors()[i].code);
        CHECK(errors[i]["name"] == rpcErrors()[i].name);
        names.insert(errors[i]["name"].get<std::string>());
    }
    for (const json::Value& method : description.root()["methods"])
        for (const json::Value& error : method.value("errors", json::Value::array()))
            CHECK(names.contains(error.get<std::string>()));
}

TEST_CASE("the document has no patterns, which long strings would make expensive")
{
    const auto description = Description::load().value();
    std::set<std::string> keys;
    collectKeys(description.root(), keys);
    CHECK_FALSE(keys.contains("pattern"));
    CHECK_FALSE(keys.contains("patternProperties"));
}

TEST_CASE("every method answers as its description says")
{
    const auto description = Description::load().value();
    test::ServerFixture server;
    auto client = server.client();
    client.call("app.install", {{"package", "/blink.imagepackage"}}).value();
    client.call("time.watch").value();
    server.run([&](ControlServer&) { server.target.apps().addLogLine("hello"); });
    for (const json::Value& method : description.root()["methods"]) {
        const std::string name = method["name"].get<std::string>();
        INFO(name);
        client.call("app.install", {{"package", "/blink.imagepackage"}}).value(); // may be removed
        // After bus.serve a connection is no client's any more.
        auto other = server.client();
        const auto result = (name == "bus.serve" ? other : client).call(name, parametersOf(name));
        INFO((result ? std::string() : result.error().toString()));
        REQUIRE(result);
        CHECK(findings(description, method["result"], *result).empty());
    }
    CHECK(server.target.device().isShutDown);
}

TEST_CASE("every notification is as its description says")
{
    const auto description = Description::load().value();
    test::ServerFixture server;
    test::RawClient client(server.socket());
    client.send(request(1, "time.watch") + request(2, "part.watch", {{"properties", {"*"}}}) +
                request(3, "app.watch") + request(4, "app.watchLog") +
                request(5, "serial.watch", {{"port", "TERM1"}}));
    server.run([&](ControlServer&) { server.target.apps().addLogLine("hello"); });
    std::set<std::string> wanted;
    for (const json::Value& notification : description.root()["notifications"])
        wanted.insert(notification["name"].get<std::string>());
    wanted.erase("device.stopping");
    while (!wanted.empty()) {
        const json::Value message = client.answer();
        REQUIRE(message.is_object());
        if (message.contains("id"))
            continue;
        const auto& all = description.root()["notifications"];
        const auto described = std::find_if(all.begin(), all.end(), [&](const json::Value& one) {
            return one["name"] == message["method"];
        });
        REQUIRE(described != all.end());
        INFO(message.dump());
        CHECK(findings(description, (*described)["params"], message["params"]).empty());
        wanted.erase(message["method"].get<std::string>());
    }
    server.run([](ControlServer& s) { s.announceStop(); });
    CHECK(client.answer()["method"] == "device.stopping");
}

TEST_CASE("records of signals are packed as the document says")
{
    test::ServerFixture server;
    auto client = server.client();
    client.call("signal.record", {{"signals", {"*"}}}).value();
    const json::Value page = client.call("signal.read", {{"from", 0}, {"limit", 10}}).value();
    CHECK(page["missed"] == 1);
    CHECK(page["next"] == 5);
    CHECK(page["count"] == 4);
    const auto bytes = fromBase64(page["records"].get<std::string>()).value();
    const std::vector<unsigned> expected{
        0xE8, 0x07, 0x01,                                                 // 1000 ns: 0 high
        0xAC, 0x02, 0x07, 0xFD, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, // + 300 ns: 1 is -3
        0x00, 0x0B, 0,    0,    0,    0,    0,    0,    0xD0, 0x3F,       // + 0 ns: 2 is 0.25
        0x8C, 0x15, 0x02,                                                 // + 2700 ns: 0 floats
    };
    REQUIRE(bytes.size() == expected.size());
    for (std::size_t i = 0; i < bytes.size(); ++i)
        CHECK(std::to_integer<unsigned>(bytes[i]) == expected[i]);
}

TEST_CASE("a timeline is read in chunks once it has been stopped")
{
    test::ServerFixture server;
    auto client = server.client();
    CHECK(client.call("timeline.start", json::Value::object()).value()["isOn"] == true);
    CHECK(client.call("timeline.start", json::Value::object()).error().code ==
          ErrorCode::AlreadyExists);
    CHECK(client.call("timeline.read", json::Value::object()).value()["bytes"] == 0);
    CHECK(client.call("timeline.stop", json::Value::object()).value()["isOn"] == false);
    std::string text;
    std::uint64_t from = 0;
    for (;;) {
        const json::Value chunk =
            client.call("timeline.read", {{"from", from}, {"limit", 7}}).value();
        const auto bytes = fromBase64(chunk["text"].get<std::string>()).value();
        for (const std::byte byte : bytes)
            text += static_cast<char>(byte);
        from = chunk["next"].get<std::uint64_t>();
        if (from == chunk["bytes"].get<std::uint64_t>())
            break;
    }
    CHECK(text == "{\"traceEvents\":[]}");
}

TEST_CASE("a serial line is read from where one was, in pages, and written to")
{
    test::ServerFixture server;
    auto client = server.client();
    server.run([&](ControlServer&) { server.target.serial().receive("hello"); });
    const auto page = client.call("serial.read", {{"port", "TERM1"}, {"limit", 4}}).value();
    CHECK(page == json::Value({{"data", "aGVsbA=="}, {"next", 9}, {"missed", 5}}));
    const auto rest = client.call("serial.read", {{"port", "TERM1"}, {"since", 9}}).value();
    CHECK(rest == json::Value({{"data", "bw=="}, {"next", 10}, {"missed", 0}}));
    CHECK(client.call("serial.send", {{"port", "TERM1"}, {"data", "aGk="}}).value()["taken"] == 2);
    const auto ports = client.call("serial.list").value()["ports"];
    CHECK(ports[0]["fits"] == false);
    CHECK(ports[0]["format"]["parity"] == "even");
    CHECK(ports[1]["kind"] == "core");
    CHECK_FALSE(client.call("serial.send", {{"port", "TERM1"}, {"data", "a"}}));
    CHECK_FALSE(client.call("serial.watch", {{"port", "TERM2"}}));
}

TEST_CASE("a watcher of a serial line gets all bytes once, also where they do not fit a page")
{
    test::ServerFixture server;
    test::RawClient client(server.socket());
    const std::string all(150'000, 'x');
    server.run([&](ControlServer&) { server.target.serial().receive(all); });
    client.send(request(1, "serial.watch", {{"port", "TERM1"}, {"since", 5}}));
    std::size_t bytes = 0;
    while (bytes < all.size()) {
        const json::Value message = client.answer();
        REQUIRE(message.is_object());
        if (message.contains("id"))
            continue;
        const json::Value& page = message["params"]["page"];
        bytes += fromBase64(page["data"].get<std::string>()).value().size();
        CHECK(page["next"] == 5 + bytes);
    }
    CHECK(bytes == all.size());
}

TEST_CASE("wrong parameters are refused with the place and what was expected")
{
    test::ServerFixture server;
    test::RawClient client(server.socket());
    client.send(request(1, "part.get", {{"property", 5}}));
    const json::Value wrongType = client.answer()["error"];
    CHECK(wrongType["code"] == -32602);
    CHECK(wrongType["data"]["pointer"] == "/params/property");
    CHECK(wrongType["data"]["expected"] == "PART.PROPERTY, such as \"button1.pressed\"");

    client.send(request(2, "part.get"));
    const json::Value missing = client.answer()["error"];
    CHECK(missing["code"] == -32602);
    CHECK(missing["data"]["findings"].size() >= 1);

    client.send(request(3, "time.step", {{"nanoseconds", 0}, {"seconds", 1}}));
    const json::Value two = client.answer()["error"];
    CHECK(two["code"] == -32602);
    CHECK(two["data"]["findings"].size() == 2);

    client.send(request(4, "device.info", json::Value::array()));
    CHECK(client.answer()["error"]["data"]["pointer"] == "/params");
}

TEST_CASE("an unknown method is answered with the nearest one")
{
    test::ServerFixture server;
    test::RawClient client(server.socket());
    client.send(request(1, "part.lst"));
    const json::Value error = client.answer()["error"];
    CHECK(error["code"] == -32601);
    CHECK(error["data"]["advice"] == "did you mean \"part.list\"?");
}

TEST_CASE("what a device has not is neither described nor called")
{
    test::ServerFixture server([](std::string_view method) {
        return method.starts_with("rpc.") || method.starts_with("app.");
    });
    test::RawClient client(server.socket());
    client.send(request(1, "part.list"));
    const json::Value error = client.answer()["error"];
    CHECK(error["code"] == -32007);
    CHECK(error["message"] == "this device has no part.list");
    client.send(request(2, "rpc.describe"));
    const json::Value described = client.answer()["result"]["methods"];
    REQUIRE(described.size() == 14);
    for (const json::Value& method : described)
        CHECK(method["name"] != "part.list");
    client.send(request(3, "app.list"));
    CHECK(client.answer()["result"].contains("apps"));
}

TEST_CASE("what the device refuses has the code of the reason")
{
    test::ServerFixture server;
    auto client = server.client();
    const auto code = [&](std::string_view method, const json::Value& params) {
        return client.call(method, params).error().code;
    };
    CHECK(code("part.get", {{"property", "led9.lit"}}) == ErrorCode::NotFound);
    CHECK(code("part.set", {{"property", "led1.lit"}, {"value", true}}) ==
          ErrorCode::PermissionDenied);
    CHECK(code("part.set", {{"property", "button1.pressed"}, {"value", "yes"}}) ==
          ErrorCode::InvalidArgument);
    CHECK(code("part.watch", {{"properties", {"lamp*"}}}) == ErrorCode::NotFound);
    CHECK(code("time.setMode", {{"mode", "quick"}}) == ErrorCode::InvalidArgument);
    CHECK(code("app.install", {{"package", "blink"}}) == ErrorCode::InvalidArgument);
    CHECK(code("app.install", json::Value::object()) == ErrorCode::InvalidArgument);
    CHECK(code("app.install", {{"upload", "nothing"}}) == ErrorCode::NotFound);
    CHECK(code("upload.add", {{"upload", "blink"}, {"content", "no base64"}}) ==
          ErrorCode::InvalidArgument);
    CHECK(code("update.offer", {{"kind", "app"}}) == ErrorCode::InvalidArgument);
    CHECK(code("update.offer", {{"kind", "system"}, {"package", "/p"}}) ==
          ErrorCode::InvalidArgument);
    CHECK(code("part.pixels", {{"property", "led1.lit"}}) == ErrorCode::InvalidArgument);
}

TEST_CASE("a property can be set at a later time")
{
    test::ServerFixture server;
    auto client = server.client();
    const auto answer = client.call(
        "part.set", {{"property", "button1.pressed"}, {"value", true}, {"at", 1'500'000'000}});
    REQUIRE(answer);
    CHECK(answer->at("value") == false); // not yet
    REQUIRE(server.target.parts().scheduled.size() == 1);
    CHECK(server.target.parts().scheduled[0].path.toString() == "button1.pressed");
    CHECK(server.target.parts().scheduled[0].time == engine::atNanoseconds(1'500'000'000));
}

TEST_CASE("a batch is answered by one line, without its notifications")
{
    test::ServerFixture server;
    test::RawClient client(server.socket());
    client.send(R"([{"jsonrpc":"2.0","id":"a","method":"time.get"},)"
                R"({"jsonrpc":"2.0","method":"time.pause"},7,)"
                R"({"jsonrpc":"2.0","id":2,"method":"nothing.here"}])"
                "\n");
    const json::Value answers = client.answer();
    REQUIRE(answers.size() == 3);
    CHECK(answers[0]["id"] == "a");
    CHECK(answers[0].contains("result"));
    CHECK(answers[1]["error"]["code"] == -32600);
    CHECK(answers[2]["error"]["code"] == -32601);
    client.send("[]\n" + request(3, "time.get"));
    CHECK(client.answer()["error"]["code"] == -32600);
    CHECK(client.answer()["result"]["mode"] == "paused");
}

TEST_CASE("a request without id is done and not answered")
{
    test::ServerFixture server;
    test::RawClient client(server.socket());
    client.send(R"({"jsonrpc":"2.0","method":"time.setMode","params":{"mode":"x2"}})"
                "\n" +
                request(1, "time.get"));
    const json::Value answer = client.answer();
    CHECK(answer["id"] == 1);
    CHECK(answer["result"]["mode"] == "x2");
}

TEST_CASE("an answer that comes later does not hold up others")
{
    test::ServerFixture server;
    server.target.time().holdsSteps = true;
    test::RawClient client(server.socket());
    client.send(request(1, "time.step", {{"nanoseconds", 5}}) + request(2, "time.get"));
    CHECK(client.answer()["id"] == 2);
    server.run([&](ControlServer&) { server.target.time().finishSteps(); });
    const json::Value later = client.answer();
    CHECK(later["id"] == 1);
    CHECK(later["result"]["now"] == 5);
}

TEST_CASE("pixels come in chunks")
{
    test::ServerFixture server;
    auto client = server.client();
    const auto chunk = [&](int offset, int limit) {
        return client
            .call("part.pixels",
                  {{"property", "display1.screen"}, {"offset", offset}, {"limit", limit}})
            .value();
    };
    CHECK(chunk(0, 3)["data"] == "gUIk");
    CHECK(chunk(3, 3)["data"] == "GA==");
    CHECK(chunk(99, 3)["data"] == "");
    CHECK(chunk(0, 3)["total"] == 4);
}

} // namespace perisphere::api_test
