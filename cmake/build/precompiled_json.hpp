// For precompiled headers only: nlohmann's templates as most sources use them, so that they come
// out of the precompiled header instantiated. Never called.
#pragma once

// By place, since not all that is compiled with it finds the folder's headers.
#include "../../formats/json/include/perisphere/json/value.hpp"

#include <cstdint>
#include <string>

namespace perisphere::precompiled
{

inline std::string everydayJson(const std::string& text)
{
    json::Value value = json::Value::parse(text);
    value = {{"name", text}, {"list", {1, 2}}, {"flag", true}, {"none", nullptr}};
    value["name"] = "text";
    value["name"] = value.at("name").get<std::string>();
    value["number"] = value.value("number", std::int64_t{}) + value["number"].get<int>();
    value["number"] = value["number"].get<std::uint64_t>();
    value["real"] = value["real"].get<double>();
    value["flag"] =
        value["flag"].get<bool>() || value.contains("flag") || value == 1 || value == text;
    value["list"].push_back(value);
    for (const auto& [key, member] : value.items())
        value[key] = member;
    return value.dump();
}

} // namespace perisphere::precompiled
