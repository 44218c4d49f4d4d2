// All forms, to pick from by weight.
#pragma once

#include "generator.hpp"

#include <array>
#include <vector>

namespace perisphere::differential
{

struct Form {
    std::string_view name;
    Placement placement = Placement::Anywhere;
    const Pattern* pattern = nullptr;
    const MemoryForm* memory = nullptr;
};

class Forms
{
public:
    Forms();
    [[nodiscard]] const Form& pick(Random& random, bool isThumb) const;

private:
    void add(Set set, unsigned weight, const Form& form);

    std::vector<Form> m_forms;
    std::array<std::vector<std::size_t>, 2> m_picks; ///< A32, T32: a form as often as its weight
};

[[nodiscard]] const Forms& allForms();

} // namespace perisphere::differential
