namespace OrleansState.Testing;

/// <summary>A call with its argument: how to send it, and what it means.</summary>
/// <param name="Operation">What it was drawn from.</param>
/// <param name="Text">Name and argument.</param>
/// <param name="SendAsync">Sends it to a grain; the answer in words.</param>
/// <param name="Apply">The model after it, and the answer in words.</param>
internal sealed record ModelCall(
    ModelOperation Operation, string Text, Func<IAddressable, CommandContext?, Task<string>> SendAsync, Func<object, (object Model, string Answer)> Apply)
{
    public override string ToString() => Text;
}
