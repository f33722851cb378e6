namespace OrleansState.Testing;

/// <summary>One of the calls that a model knows.</summary>
/// <param name="IsRead">It changes nothing, and takes no key.</param>
/// <param name="Argument">Draws an argument; null: it has none.</param>
/// <param name="With">The call with an argument.</param>
internal sealed record ModelOperation(bool IsRead, Func<Random, object?>? Argument, Func<ModelOperation, object?, ModelCall> With)
{
    public ModelCall Draw(Random random) => With(this, Argument?.Invoke(random));
}
