#include "upload_filter.hpp"

#include "perisphere/control/base64.hpp"
#include "perisphere/json/document.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace perisphere;
using json::Value;

namespace
{

std::vector<Value> messagesIn(const std::string& lines)
{
    std::vector<Value> messages;
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);)
        messages.push_back(Value::parse(line));
    return messages;
}

std::string install(const std::string& package)
{
    return Value{{"jsonrpc", "2.0"},
                 {"id", 7},
                 {"method", "app.install"},
                 {"params", {{"package", package}, {"start", false}}}}
               .dump() +
           "\n";
}

} // namespace

TEST_CASE("a package goes ahead of the request that names it, in pieces")
{
    const test::TemporaryDirectory folder;
    const std::string path = (folder / "app.imagepackage").string();
    std::string content;
    for (int i = 0; i < 500'000; ++i)
        content += static_cast<char>(i * 31);
    std::ofstream(path, std::ios::binary) << content;
    remote::UploadFilter filter;
    std::string answer;
    const auto sent = messagesIn(filter.outgoing(install(path), answer));
    CHECK(answer.empty());
    REQUIRE(sent.size() == 3);
    std::string received;
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(sent[i]["method"] == "upload.add");
        CHECK(sent[i]["params"]["upload"] == sent[2]["params"]["upload"]);
        const auto piece =
            control::fromBase64(sent[i]["params"]["content"].get<std::string>()).value();
        received.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    CHECK(received == content);
    CHECK(sent[2]["id"] == 7);
    CHECK(sent[2]["params"]["start"] == false);
    CHECK(sent[2]["params"]["package"] == path);

    // The answers to what the client did not ask are kept from it, wherever the pieces end.
    const std::string replies =
        Value{{"jsonrpc", "2.0"}, {"id", sent[0]["id"]}, {"result", {{"bytes", 1}}}}.dump() + "\n" +
        R"({"jsonrpc":"2.0","id":7,"result":{}})" + "\n";
    CHECK(filter.incoming(replies.substr(0, 20)).empty());
    CHECK(filter.incoming(replies.substr(20)) == R"({"jsonrpc":"2.0","id":7,"result":{}})"
                                                 "\n");
}

TEST_CASE("a package that cannot be read is an error of this end's")
{
    remote::UploadFilter filter;
    std::string answer;
    CHECK(filter.outgoing(install("/nowhere/app.imagepackage"), answer).empty());
    const auto answers = messagesIn(answer);
    REQUIRE(answers.size() == 1);
    CHECK(answers[0]["id"] == 7);
    CHECK(answers[0]["error"]["message"].get<std::string>().find("/nowhere/app.imagepackage") !=
          std::string::npos);
}

TEST_CASE("all else is passed on as it is")
{
    remote::UploadFilter filter;
    std::string answer;
    const std::string lines = R"({"jsonrpc":"2.0","id":1,"method":"app.list"}
{"jsonrpc":"2.0","id":2,"method":"app.list","params":{"package":"x"}}
"package"
)";
    CHECK(filter.outgoing(lines.substr(0, 10), answer).empty());
    CHECK(filter.outgoing(lines.substr(10), answer) == lines);
    CHECK(answer.empty());
}
