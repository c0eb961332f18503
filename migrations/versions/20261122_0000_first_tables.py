"""first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("actor_side", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "event IN ('settings.changed', 'staff.invited', 'staff.changed', 'staff.deactivated', 'staff.reactivated', 'customer.created', 'customer.changed', 'customers.imported', 'contacts.imported', 'sales.imported', 'customer.policy_changed', 'assignment.made', 'assignment.ended', 'contact.created', 'contact.changed', 'contact.invited', 'contact.deactivated', 'contact.reactivated', 'invitation.accepted', 'sign_in.succeeded', 'sign_in.refused', 'sign_in.ended', 'sign_in.link_requested', 'password.changed', 'password.reset_requested', 'second_factor.on', 'second_factor.off', 'second_factor.recovery_code_used', 'preview.opened', 'plan.created', 'plan.changed', 'plan.closed', 'revision.drafted', 'revision.draft_changed', 'revision.draft_discarded', 'revision.suggested', 'plan.sent', 'revision.opened', 'revision.approved', 'revision.change_asked', 'revision.asked', 'revision.answered', 'revision.declined', 'revision.withdrawn', 'item.commented', 'item.owner_changed', 'item.progress_changed', 'plan.reordered', 'plan.internal_section_changed', 'customer.note_written', 'document.draft_ordered', 'message.resent', 'person.data_exported')",
            name=op.f("ck_audit_entry_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_customer_id_id", ["customer_id", "id"], unique=False)
        batch_op.create_index("ix_audit_entry_event_id", ["event", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_only_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "contact_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_account")),
        sa.UniqueConstraint("email", name=op.f("uq_contact_account_email")),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("approval_policy", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("approval_policy IN ('any', 'all', 'named')", name=op.f("ck_customer_approval_policy")),
        sa.ForeignKeyConstraint(["parent_id"], ["customer.id"], name=op.f("fk_customer_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("external_id", name=op.f("uq_customer_external_id")),
        sa.UniqueConstraint("key", name=op.f("uq_customer_key")),
    )
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.create_index("ix_customer_industry_sort_name_id", ["industry", "sort_name", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_customer_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index("ix_customer_sort_name_id", ["sort_name", "id"], unique=False)

    op.create_table(
        "offering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering")),
        sa.UniqueConstraint("name", name=op.f("uq_offering_name")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("sent_to", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('mail.staff_invitation', 'mail.contact_invitation', 'mail.sign_in_link', 'mail.password_reset', 'mail.plan_sent', 'mail.your_turn', 'mail.agreed', 'document.version', 'document.draft')",
            name=op.f("ck_outbox_message_kind"),
        ),
        sa.CheckConstraint("state IN ('waiting', 'done', 'failed')", name=op.f("ck_outbox_message_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_message_id")),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_message_customer_id_id", ["customer_id", "id"], unique=False)
        batch_op.create_index("ix_outbox_message_state_due_at_id", ["state", "due_at", "id"], unique=False)

    op.create_table(
        "provider",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("staff_need_second_factor", sa.Boolean(), nullable=False),
        sa.Column("staff_read_all_customers", sa.Boolean(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_provider_only_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
    )
    op.create_table(
        "segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint("name", name=op.f("uq_segment_name")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_subject"), ["subject"], unique=False)

    op.create_table(
        "staff_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('account_manager', 'team_member', 'lead', 'administrator')", name=op.f("ck_staff_member_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_member_email")),
    )
    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.create_index("ix_staff_member_name_id", ["name", "id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('account_manager', 'deputy', 'team_member')", name=op.f("ck_assignment_role")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_assignment_customer_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_assignment_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("customer_id", "staff_id", name=op.f("uq_assignment_customer_id_staff_id")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index("ix_assignment_staff_id_customer_id", ["staff_id", "customer_id"], unique=False)
        batch_op.create_index(
            "uq_assignment_one_account_manager",
            ["customer_id"],
            unique=True,
            sqlite_where=sa.text("role = 'account_manager'"),
            postgresql_where=sa.text("role = 'account_manager'"),
        )

    op.create_table(
        "audit_person",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_person_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_person")),
    )
    with op.batch_alter_table("audit_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_person_email"), ["email"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("role", sa.String(40), nullable=True),
        sa.Column("is_named_approver", sa.Boolean(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('approver', 'participant')", name=op.f("ck_contact_role")),
        sa.ForeignKeyConstraint(["account_id"], ["contact_account.id"], name=op.f("fk_contact_account_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_contact_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("customer_id", "account_id", name=op.f("uq_contact_customer_id_account_id")),
        sa.UniqueConstraint("customer_id", "external_id", name=op.f("uq_contact_customer_id_external_id")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_contact_customer_id_name_id", ["customer_id", "name", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_email"), ["email"], unique=False)
        batch_op.create_index(
            "uq_contact_one_named_approver",
            ["customer_id"],
            unique=True,
            sqlite_where=sa.text("is_named_approver"),
            postgresql_where=sa.text("is_named_approver"),
        )

    op.create_table(
        "customer_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_note_customer_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_customer_note_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_note")),
    )
    with op.batch_alter_table("customer_note", schema=None) as batch_op:
        batch_op.create_index("ix_customer_note_customer_id_id", ["customer_id", "id"], unique=False)

    op.create_table(
        "customer_segment",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_segment_customer_id")),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_customer_segment_segment_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_segment")),
    )
    with op.batch_alter_table("customer_segment", schema=None) as batch_op:
        batch_op.create_index("ix_customer_segment_segment_id_customer_id", ["segment_id", "customer_id"], unique=False)

    op.create_table(
        "customer_word",
        sa.Column(
            "word", sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_word_customer_id")),
        sa.PrimaryKeyConstraint("word", "customer_id", name=op.f("pk_customer_word")),
    )
    with op.batch_alter_table("customer_word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_word_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_reason", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'in_negotiation', 'agreed', 'closed')", name=op.f("ck_plan_state")),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_plan_period")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_plan_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("customer_id", "number", name=op.f("uq_plan_customer_id_number")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index("ix_plan_ends_on", ["ends_on"], unique=False)
        batch_op.create_index("ix_plan_state_customer_id", ["state", "customer_id"], unique=False)

    op.create_table(
        "preview_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("revision_ids", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_preview_grant_customer_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_preview_grant_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preview_grant")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_preview_grant_token_hash")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(staff_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_recovery_code_one_person")),
        sa.ForeignKeyConstraint(["account_id"], ["contact_account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_recovery_code_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recovery_code_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "sale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column("sold_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_sale_customer_id")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_sale_offering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale")),
        sa.UniqueConstraint("external_id", name=op.f("uq_sale_external_id")),
    )
    with op.batch_alter_table("sale", schema=None) as batch_op:
        batch_op.create_index("ix_sale_customer_id_sold_on", ["customer_id", "sold_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_sale_offering_id"), ["offering_id"], unique=False)

    op.create_table(
        "sales_by_year",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("sales", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_sales_by_year_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "year", "currency", name=op.f("pk_sales_by_year")),
    )
    with op.batch_alter_table("sales_by_year", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sales_by_year_year_currency_customer_id", ["year", "currency", "customer_id"], unique=False
        )

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_saved_view_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("staff_id", "list_name", "name", name=op.f("uq_saved_view_staff_id_list_name_name")),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("authenticated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(staff_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_sign_in_one_person")),
        sa.ForeignKeyConstraint(["account_id"], ["contact_account.id"], name=op.f("fk_sign_in_account_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_sign_in_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "agreed_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("goals", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_agreed_version_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_agreed_version_plan_id_number")),
    )
    with op.batch_alter_table("agreed_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreed_version_fingerprint"), ["fingerprint"], unique=False)

    op.create_table(
        "draft_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("waits", sa.Text(), nullable=True),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(staff_id IS NULL) <> (contact_id IS NULL)", name=op.f("ck_draft_document_one_person")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_draft_document_contact_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_draft_document_plan_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_draft_document_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_document")),
        sa.UniqueConstraint("key", name=op.f("uq_draft_document_key")),
    )
    with op.batch_alter_table("draft_document", schema=None) as batch_op:
        batch_op.create_index("ix_draft_document_plan_id_id", ["plan_id", "id"], unique=False)

    op.create_table(
        "internal_section",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('potential', 'development_needs', 'buying_process', 'private_notes')",
            name=op.f("ck_internal_section_kind"),
        ),
        sa.ForeignKeyConstraint(["edited_by_id"], ["staff_member.id"], name=op.f("fk_internal_section_edited_by_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_internal_section_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "kind", name=op.f("pk_internal_section")),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("section", sa.String(40), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("owner_staff_id", sa.Integer(), nullable=True),
        sa.Column("owner_contact_id", sa.Integer(), nullable=True),
        sa.Column("progress", sa.String(40), nullable=False),
        sa.Column("progress_words", sa.Text(), nullable=False),
        sa.Column("progress_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'section') = (section IS NOT NULL)", name=op.f("ck_item_section_has_kind")),
        sa.CheckConstraint("kind IN ('goal', 'next_step', 'section')", name=op.f("ck_item_kind")),
        sa.CheckConstraint("progress IN ('open', 'done', 'blocked')", name=op.f("ck_item_progress")),
        sa.CheckConstraint(
            "section IN ('relationship', 'situation', 'provider_responsibilities', 'customer_responsibilities')",
            name=op.f("ck_item_section"),
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["item.id"], name=op.f("fk_item_goal_id")),
        sa.ForeignKeyConstraint(["owner_contact_id"], ["contact.id"], name=op.f("fk_item_owner_contact_id")),
        sa.ForeignKeyConstraint(["owner_staff_id"], ["staff_member.id"], name=op.f("fk_item_owner_staff_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_item_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("plan_id", "kind", "number", name=op.f("uq_item_plan_id_kind_number")),
        sa.UniqueConstraint("plan_id", "section", name=op.f("uq_item_plan_id_section")),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_goal_id"), ["goal_id"], unique=False)
        batch_op.create_index("ix_item_owner_contact_id", ["owner_contact_id"], unique=False)
        batch_op.create_index("ix_item_owner_staff_id", ["owner_staff_id"], unique=False)
        batch_op.create_index("ix_item_plan_id_kind_position", ["plan_id", "kind", "position"], unique=False)

    op.create_table(
        "one_time_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('invitation', 'sign_in', 'password_reset', 'second_factor')",
            name=op.f("ck_one_time_token_purpose"),
        ),
        sa.CheckConstraint("(staff_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_one_time_token_one_person")),
        sa.ForeignKeyConstraint(["account_id"], ["contact_account.id"], name=op.f("fk_one_time_token_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_one_time_token_contact_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_one_time_token_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_token")),
    )
    with op.batch_alter_table("one_time_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_token_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_one_time_token_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_one_time_token_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "plan_opening",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_plan_opening_contact_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_opening_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "contact_id", name=op.f("pk_plan_opening")),
    )
    op.create_table(
        "sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_sending_plan_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_sending_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending")),
        sa.UniqueConstraint("request_key", name=op.f("uq_sending_request_key")),
    )
    with op.batch_alter_table("sending", schema=None) as batch_op:
        batch_op.create_index("ix_sending_plan_id_id", ["plan_id", "id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side IN ('provider', 'customer')", name=op.f("ck_comment_side")),
        sa.CheckConstraint("(staff_id IS NULL) <> (contact_id IS NULL)", name=op.f("ck_comment_one_author")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_comment_contact_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_comment_item_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_comment_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("request_key", name=op.f("uq_comment_request_key")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index("ix_comment_item_id_id", ["item_id", "id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sending_id", sa.Integer(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turn", sa.String(40), nullable=True),
        sa.Column("turn_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (turn IS NOT NULL)", name=op.f("ck_revision_open_has_turn")),
        sa.CheckConstraint(
            "number IS NOT NULL OR state IN ('draft', 'declined')", name=op.f("ck_revision_opened_has_number")
        ),
        sa.CheckConstraint("side IN ('provider', 'customer')", name=op.f("ck_revision_side")),
        sa.CheckConstraint("state <> 'draft' OR number IS NULL", name=op.f("ck_revision_draft_has_no_number")),
        sa.CheckConstraint(
            "state IN ('draft', 'open', 'agreed', 'superseded', 'withdrawn', 'declined')",
            name=op.f("ck_revision_state"),
        ),
        sa.CheckConstraint("turn IN ('provider', 'customer', 'both')", name=op.f("ck_revision_turn")),
        sa.CheckConstraint("(staff_id IS NULL) <> (contact_id IS NULL)", name=op.f("ck_revision_one_author")),
        sa.ForeignKeyConstraint(["based_on_id"], ["revision.id"], name=op.f("fk_revision_based_on_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_revision_contact_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_revision_item_id")),
        sa.ForeignKeyConstraint(["sending_id"], ["sending.id"], name=op.f("fk_revision_sending_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_revision_staff_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["revision.id"], name=op.f("fk_revision_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_revision_item_id_number")),
        sa.UniqueConstraint("request_key", name=op.f("uq_revision_request_key")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(
            "ix_revision_agreed_due_on",
            ["due_on"],
            unique=False,
            sqlite_where=sa.text("state = 'agreed'"),
            postgresql_where=sa.text("state = 'agreed'"),
        )
        batch_op.create_index(batch_op.f("ix_revision_sending_id"), ["sending_id"], unique=False)
        batch_op.create_index("ix_revision_turn_turn_since", ["turn", "turn_since"], unique=False)
        batch_op.create_index(
            "uq_revision_one_draft_per_contact",
            ["item_id", "contact_id"],
            unique=True,
            sqlite_where=sa.text("state = 'draft' AND side = 'customer'"),
            postgresql_where=sa.text("state = 'draft' AND side = 'customer'"),
        )
        batch_op.create_index(
            "uq_revision_one_in_force",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("state = 'agreed'"),
            postgresql_where=sa.text("state = 'agreed'"),
        )
        batch_op.create_index(
            "uq_revision_one_open",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(
            "uq_revision_one_provider_draft",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("state = 'draft' AND side = 'provider'"),
            postgresql_where=sa.text("state = 'draft' AND side = 'provider'"),
        )

    op.create_table(
        "version_document",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["agreed_version.id"], name=op.f("fk_version_document_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_version_document")),
    )
    with op.batch_alter_table("version_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_version_document_sha256"), ["sha256"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("person_email", sa.String(), nullable=False),
        sa.Column("person_role", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind = 'approve' OR words <> ''", name=op.f("ck_decision_words_are_given")),
        sa.CheckConstraint(
            "kind IN ('approve', 'ask_for_change', 'ask', 'answer', 'decline')", name=op.f("ck_decision_kind")
        ),
        sa.CheckConstraint("side IN ('provider', 'customer')", name=op.f("ck_decision_side")),
        sa.CheckConstraint("(staff_id IS NULL) <> (contact_id IS NULL)", name=op.f("ck_decision_one_author")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_decision_contact_id")),
        sa.ForeignKeyConstraint(["on_behalf_of_id"], ["contact.id"], name=op.f("fk_decision_on_behalf_of_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_decision_revision_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_decision_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("request_key", name=op.f("uq_decision_request_key")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index("ix_decision_revision_id_id", ["revision_id", "id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("signed_in_by", sa.String(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_evidence_decision_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_evidence")),
    )
    op.bulk_insert(
        sa.table("audit_head", sa.column("id"), sa.column("entries"), sa.column("hash")),
        [{"id": 1, "entries": 0, "hash": "0" * 64}],
    )
    op.execute(
        "INSERT INTO provider (id, name, business_id, street, postal_code, city, locale,"
        " staff_need_second_factor, staff_read_all_customers)"
        " VALUES (1, '', '', '', '', '', 'fi', false, false)"
    )


def downgrade() -> None:
    op.drop_table("evidence")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index("ix_decision_revision_id_id")

    op.drop_table("decision")
    with op.batch_alter_table("version_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_version_document_sha256"))

    op.drop_table("version_document")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_revision_one_provider_draft",
            sqlite_where=sa.text("state = 'draft' AND side = 'provider'"),
            postgresql_where=sa.text("state = 'draft' AND side = 'provider'"),
        )
        batch_op.drop_index(
            "uq_revision_one_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(
            "uq_revision_one_in_force",
            sqlite_where=sa.text("state = 'agreed'"),
            postgresql_where=sa.text("state = 'agreed'"),
        )
        batch_op.drop_index(
            "uq_revision_one_draft_per_contact",
            sqlite_where=sa.text("state = 'draft' AND side = 'customer'"),
            postgresql_where=sa.text("state = 'draft' AND side = 'customer'"),
        )
        batch_op.drop_index("ix_revision_turn_turn_since")
        batch_op.drop_index(batch_op.f("ix_revision_sending_id"))
        batch_op.drop_index(
            "ix_revision_agreed_due_on",
            sqlite_where=sa.text("state = 'agreed'"),
            postgresql_where=sa.text("state = 'agreed'"),
        )

    op.drop_table("revision")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_item_id_id")

    op.drop_table("comment")
    with op.batch_alter_table("sending", schema=None) as batch_op:
        batch_op.drop_index("ix_sending_plan_id_id")

    op.drop_table("sending")
    op.drop_table("plan_opening")
    with op.batch_alter_table("one_time_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_token_staff_id"))
        batch_op.drop_index(batch_op.f("ix_one_time_token_contact_id"))
        batch_op.drop_index(batch_op.f("ix_one_time_token_account_id"))

    op.drop_table("one_time_token")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index("ix_item_plan_id_kind_position")
        batch_op.drop_index("ix_item_owner_staff_id")
        batch_op.drop_index("ix_item_owner_contact_id")
        batch_op.drop_index(batch_op.f("ix_item_goal_id"))

    op.drop_table("item")
    op.drop_table("internal_section")
    with op.batch_alter_table("draft_document", schema=None) as batch_op:
        batch_op.drop_index("ix_draft_document_plan_id_id")

    op.drop_table("draft_document")
    with op.batch_alter_table("agreed_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreed_version_fingerprint"))

    op.drop_table("agreed_version")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_staff_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    op.drop_table("saved_view")
    with op.batch_alter_table("sales_by_year", schema=None) as batch_op:
        batch_op.drop_index("ix_sales_by_year_year_currency_customer_id")

    op.drop_table("sales_by_year")
    with op.batch_alter_table("sale", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sale_offering_id"))
        batch_op.drop_index("ix_sale_customer_id_sold_on")

    op.drop_table("sale")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_staff_id"))
        batch_op.drop_index(batch_op.f("ix_recovery_code_account_id"))

    op.drop_table("recovery_code")
    op.drop_table("preview_grant")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_state_customer_id")
        batch_op.drop_index("ix_plan_ends_on")

    op.drop_table("plan")
    with op.batch_alter_table("customer_word", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_word_customer_id"))

    op.drop_table("customer_word")
    with op.batch_alter_table("customer_segment", schema=None) as batch_op:
        batch_op.drop_index("ix_customer_segment_segment_id_customer_id")

    op.drop_table("customer_segment")
    with op.batch_alter_table("customer_note", schema=None) as batch_op:
        batch_op.drop_index("ix_customer_note_customer_id_id")

    op.drop_table("customer_note")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_contact_one_named_approver",
            sqlite_where=sa.text("is_named_approver"),
            postgresql_where=sa.text("is_named_approver"),
        )
        batch_op.drop_index(batch_op.f("ix_contact_email"))
        batch_op.drop_index("ix_contact_customer_id_name_id")
        batch_op.drop_index(batch_op.f("ix_contact_account_id"))

    op.drop_table("contact")
    with op.batch_alter_table("audit_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_person_email"))

    op.drop_table("audit_person")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignment_one_account_manager",
            sqlite_where=sa.text("role = 'account_manager'"),
            postgresql_where=sa.text("role = 'account_manager'"),
        )
        batch_op.drop_index("ix_assignment_staff_id_customer_id")

    op.drop_table("assignment")
    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_member_name_id")

    op.drop_table("staff_member")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_subject"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_at"))

    op.drop_table("sign_in_attempt")
    op.drop_table("segment")
    op.drop_table("provider")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_message_state_due_at_id")
        batch_op.drop_index("ix_outbox_message_customer_id_id")

    op.drop_table("outbox_message")
    op.drop_table("offering")
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_index("ix_customer_sort_name_id")
        batch_op.drop_index(batch_op.f("ix_customer_parent_id"))
        batch_op.drop_index("ix_customer_industry_sort_name_id")

    op.drop_table("customer")
    op.drop_table("contact_account")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_plan_id"))
        batch_op.drop_index("ix_audit_entry_event_id")
        batch_op.drop_index("ix_audit_entry_customer_id_id")

    op.drop_table("audit_entry")
