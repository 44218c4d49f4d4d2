#include "forms.hpp"

namespace perisphere::differential
{

Forms::Forms()
{
    for (const auto& patterns :
         {a32Patterns(), t32Patterns(), floatingPatterns(), vectorPatterns()})
        for (const Pattern& row : patterns)
            add(row.set, row.weight,
                {.name = row.name, .placement = row.placement, .pattern = &row});
    for (const MemoryForm& row : memoryForms())
        add(row.set, row.weight, {.name = row.name, .placement = row.placement, .memory = &row});
}

void Forms::add(Set set, unsigned weight, const Form& form)
{
    m_forms.push_back(form);
    for (const Set one : {Set::A32, Set::T32})
        if (set == one || set == Set::Both)
            m_picks[one == Set::T32 ? 1 : 0].insert(m_picks[one == Set::T32 ? 1 : 0].end(), weight,
                                                    m_forms.size() - 1);
}

const Form& Forms::pick(Random& random, bool isThumb) const
{
    return m_forms[random.pick(m_picks[isThumb ? 1 : 0])];
}

const Forms& allForms()
{
    static const Forms forms;
    return forms;
}

} // namespace perisphere::differential
