// Being told of something until one no longer wants to.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

namespace perisphere::engine
{

/// Those who are told. Implemented by what tells.
class SubscriberList
{
public:
    virtual ~SubscriberList() = default;
    virtual void remove(std::uint64_t id) = 0;
};

/// Ends with its owner: after that the function is not called again, not even for a change that is
/// being told at the moment. The one who tells may be gone before: therefore the list is watched by
/// a weak pointer.
class [[nodiscard]] Subscription
{
public:
    Subscription() = default;
    Subscription(std::weak_ptr<SubscriberList> list, std::uint64_t id)
        : m_list(std::move(list))
        , m_id(id)
    {
    }
    Subscription(Subscription&&) noexcept = default;
    Subscription& operator=(Subscription&& other) noexcept
    {
        if (this != &other) {
            end();
            m_list = std::move(other.m_list);
            m_id = other.m_id;
        }
        return *this;
    }
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;
    ~Subscription() { end(); }

    void end()
    {
        if (const auto list = std::exchange(m_list, {}).lock())
            list->remove(m_id);
    }

private:
    std::weak_ptr<SubscriberList> m_list;
    std::uint64_t m_id = 0;
};

} // namespace perisphere::engine
