"""The room of the register: what Parliament asked and was promised, and a desk where a person checks what was read.

Reading is for everybody: the papers are public, and who is named in them is named in office. Deciding what is right is for who has
the role `registrar`, and for nobody else; it gives no other right. This room knows `register`, and nothing of cases: the plan of the
house says which rooms it may import, so no page here can show something about a person in a case. What a registrar decides is shown
without the name of the registrar, who is not in office; it stands in the register.
"""
