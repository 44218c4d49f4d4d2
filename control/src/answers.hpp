// The answers to one message, a request or a batch of them, some of which may come later.
#pragma once

#include "output.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/json/document.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace perisphere::control
{

/// Shared by the calls that are still open; the last one writes the line.
class Answers
{
public:
    Answers(std::weak_ptr<Output> output, bool isBatch, std::size_t maxBytes)
        : m_output(std::move(output))
        , m_isBatch(isBatch)
        , m_maxBytes(maxBytes)
    {
    }
    Answers(const Answers&) = delete;
    Answers& operator=(const Answers&) = delete;
    /// Writes the line, if there is anything to say: notifications are not answered.
    ~Answers();

    void result(const json::Value& id, json::Value result);
    void error(const json::Value& id, json::Value error);

private:
    void add(const json::Value& answer, const json::Value& id);

    std::weak_ptr<Output> m_output;
    bool m_isBatch;
    std::size_t m_maxBytes;
    std::string m_text;
};

/// {jsonrpc, id, error} as a line of its own.
[[nodiscard]] std::string errorLine(const json::Value& id, json::Value error);

/// Compact, one line; bytes that are not UTF-8 (an app's log) become U+FFFD.
[[nodiscard]] std::string dumped(const json::Value& value);

} // namespace perisphere::control
