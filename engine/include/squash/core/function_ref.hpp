// A borrowed callable: like std::function without a copy, so that passing a lambda never allocates.
// It must not outlive what it was made from; parameters of functions are its only place.
#pragma once
#include <memory>
#include <type_traits>
#include <utility>

namespace squash {

template <class Signature>
class FunctionRef;

template <class Result, class... Arguments>
class FunctionRef<Result(Arguments...)> {
public:
    template <class Callable>
        requires(!std::is_same_v<std::remove_cvref_t<Callable>, FunctionRef>)
    FunctionRef(const Callable& callable)
        : object_(std::addressof(callable)), call_([](const void* object, Arguments... arguments) {
              return (*static_cast<const Callable*>(object))(std::forward<Arguments>(arguments)...);
          }) {}

    Result operator()(Arguments... arguments) const {
        return call_(object_, std::forward<Arguments>(arguments)...);
    }

private:
    const void* object_;
    Result (*call_)(const void*, Arguments...);
};

}  // namespace squash
