namespace OrleansState.Users;

/// <summary>The users' states of one activation.</summary>
internal sealed class UserStates
{
    private readonly List<IUserState> _states = [];

    public IReadOnlyList<IUserState> All => _states;

    public static void Add(IGrainContext context, IUserState state)
    {
        var states = context.GetComponent<UserStates>();
        if (states is null)
            context.SetComponent(states = new UserStates());
        states._states.Add(state);
    }
}
