// The machine-readable description of the control API, control_api.json.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/json/schema.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::control
{

/// The document as it is compiled in.
[[nodiscard]] std::string_view descriptionText();

/// The document, ready to check requests with. Building one takes some milliseconds; a server
/// builds one for all its clients.
class Description
{
public:
    /// With the methods for which `isOffered` is true; missing: all. Fails only if the document is
    /// broken, which a test excludes.
    [[nodiscard]] static Result<Description>
    load(const std::function<bool(std::string_view method)>& isOffered = {});

    [[nodiscard]] const json::Value& root() const { return m_root; }
    [[nodiscard]] const std::vector<std::string_view>& methodNames() const { return m_names; }

    /// nullptr for an unknown method. The schema is that of a whole request: its findings have
    /// pointers such as "/params/value".
    [[nodiscard]] const json::Schema* requestSchema(std::string_view method) const;

    /// A schema of the document, e.g. `method["result"]`, with the definitions it refers to.
    [[nodiscard]] Result<json::Schema> compile(const json::Value& schema) const;

private:
    json::Value m_root;
    std::vector<std::string_view> m_names;
    std::map<std::string, json::Schema, std::less<>> m_requests;
};

} // namespace perisphere::control
